import { ok, type Result } from '#lib/core/result.ts';
import { roles } from '#lib/domain/partnership/member.ts';
import { publicOrigin } from '../config.ts';
import { textOf, type Command } from './command.ts';

export const linkCommand: Command = {
  name: 'link',
  summary: 'Prints a link that signs the account that holds a role in, once, within half an hour.',
  options: {
    role: { value: 'ROLE', required: true, help: `One of ${roles.join(', ')}.` },
    partnership: { value: 'ID', help: 'Where the role is held, when there are several partnerships.' },
  },
  async run({ accountServices, config }, values): Promise<Result<string>> {
    const found = await accountServices.findAccountByRole({
      role: textOf(values, 'role') ?? '',
      partnershipId: textOf(values, 'partnership'),
    });
    if (!found.ok) return found;
    const link = await accountServices.createSignInLink({ personId: found.value.id });
    return ok(publicOrigin(config, config.port) + link.path);
  },
};
