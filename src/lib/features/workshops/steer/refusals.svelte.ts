import type { RefusedCommand } from '#lib/client/workshop/workshop-live.svelte.ts';
import { messages, problemMessages } from '#lib/i18n/messages.svelte.ts';
import type { Desk } from './desk.svelte.ts';

/** What a facilitator may be refused. */
const codes = [
  'not-open',
  'not-admitted',
  'not-facilitator',
  'not-now',
  'not-your-role',
  'already-there',
  'time-up',
  'gate-closed',
  'no-further',
  'table-unknown',
  'table-full',
  'zone-not-here',
  'card-unknown',
  'person-unknown',
  'last-facilitator',
  'no-tables',
] as const;
type Code = (typeof codes)[number];
const isKnown = (code: string): code is Code => (codes as readonly string[]).includes(code);

/** During a component's initialisation: the sentence that tells a facilitator why something was taken back. */
export function refusalSentences(): (
  refused: Pick<RefusedCommand, 'code' | 'about'>,
  desk: Desk | null,
) => string {
  const t = messages();
  const general = problemMessages();
  return ({ code, about }, desk) => {
    if (code === 'gate-closed' && desk?.gate) return desk.words(desk.gate);
    if (!isKnown(code)) return general(code);
    return t(`steer.refused.${code}`, { about: typeof about === 'number' ? about : 0 });
  };
}
