import { ok, problem, type Result } from '#lib/core/result.ts';
import { roles } from '#lib/domain/partnership/member.ts';
import { textOf, type Command } from './command.ts';

const DAY_MS = 24 * 3_600_000;
/** Ten years: what is meant to last longer is made again. */
const DAYS_MAX = 3_650;

export const tokenCreateCommand: Command = {
  name: 'token create',
  summary:
    'Prints an API token with the rights of the account that holds a role; it is shown this once only.',
  options: {
    role: { value: 'ROLE', required: true, help: `One of ${roles.join(', ')}.` },
    partnership: { value: 'ID', help: 'Where the role is held, when there are several partnerships.' },
    label: { value: 'TEXT', help: 'What it is for.' },
    days: { value: 'NUMBER', help: 'After so many days it opens nothing any more; otherwise it stays.' },
  },
  async run({ accountServices, clock }, values): Promise<Result<string>> {
    const days = textOf(values, 'days');
    const lifeMs = days === undefined ? null : Number(days) * DAY_MS;
    if (lifeMs !== null && !(Number.isInteger(Number(days)) && lifeMs > 0 && Number(days) <= DAYS_MAX))
      return problem('input-invalid', `--days must be a whole number from 1 to ${DAYS_MAX}, not "${days}".`);
    const found = await accountServices.findAccountByRole({
      role: textOf(values, 'role') ?? '',
      partnershipId: textOf(values, 'partnership'),
    });
    if (!found.ok) return found;
    const { token } = await accountServices.createToken({
      personId: found.value.id,
      label: textOf(values, 'label') ?? 'command line',
      expiresAtMs: lifeMs === null ? null : clock.nowMs() + lifeMs,
    });
    return ok(token);
  },
};
