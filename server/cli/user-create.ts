import { ok, problem, type Result } from '#lib/core/result.ts';
import { roles } from '#lib/domain/partnership/member.ts';
import { publicOrigin } from '../config.ts';
import { textOf, type Command } from './command.ts';

export const userCreateCommand: Command = {
  name: 'user create',
  summary: 'Adds a person and prints a sign-in link for them, or one to choose a password.',
  options: {
    name: { value: 'NAME', required: true, help: 'Shown to colleagues.' },
    email: { value: 'ADDRESS', help: 'Where to write to them.' },
    password: { help: 'Print a link to choose a password, good for an hour; it needs --email.' },
    operator: { help: 'May create partnerships.' },
    role: { value: 'ROLE', help: `In a partnership, over all of it: ${roles.join(', ')}.` },
    partnership: { value: 'ID', help: 'The partnership in which they hold the role.' },
  },
  async run({ accountServices, config }, values): Promise<Result<string>> {
    const purpose = values.password === true ? 'password' : 'sign-in';
    // A password is typed beside an e-mail address.
    if (purpose === 'password' && !textOf(values, 'email'))
      return problem('usage', '--password needs --email ADDRESS.');
    const created = await accountServices.createUser({
      name: textOf(values, 'name') ?? '',
      email: textOf(values, 'email'),
      operator: values.operator === true,
      role: textOf(values, 'role'),
      partnershipId: textOf(values, 'partnership'),
    });
    if (!created.ok) return created;
    const link = await accountServices.createSignInLink({ personId: created.value.id, purpose });
    return ok(publicOrigin(config, config.port) + link.path);
  },
};
