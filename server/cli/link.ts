import { ok, problem, type Result } from '#lib/core/result.ts';
import { roles } from '#lib/domain/partnership/member.ts';
import { publicOrigin } from '../config.ts';
import { textOf, type Command } from './command.ts';

export const linkCommand: Command = {
  name: 'link',
  summary:
    'Prints a link that signs somebody in, once, within half an hour; or that lets them choose a password.',
  options: {
    role: { value: 'ROLE', help: `The account that holds it: ${roles.join(', ')}.` },
    email: { value: 'ADDRESS', help: 'The account with this e-mail address, instead of a role.' },
    password: { help: 'To choose a new password, within an hour, instead of signing in.' },
    partnership: { value: 'ID', help: 'Where the role is held, when there are several partnerships.' },
  },
  async run({ accountServices, config }, values): Promise<Result<string>> {
    const role = textOf(values, 'role');
    const email = textOf(values, 'email');
    if ((role === undefined) === (email === undefined))
      return problem('usage', 'link needs either --role ROLE or --email ADDRESS.');
    const found =
      email === undefined
        ? await accountServices.findAccountByRole({
            role: role ?? '',
            partnershipId: textOf(values, 'partnership'),
          })
        : await accountServices.findAccountByEmail(email);
    if (!found.ok) return found;
    const link = await accountServices.createSignInLink({
      personId: found.value.id,
      purpose: values.password === true ? 'password' : 'sign-in',
    });
    return ok(publicOrigin(config, config.port) + link.path);
  },
};
