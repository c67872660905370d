import type { Principal } from '../partnership/member.ts';
import { coordinationNeeds } from './coordination-needs.ts';
import type { Need, NeedFacts } from './need.ts';
import { textNeeds } from './text-needs.ts';

/** What somebody waits for first, then what grows old, then what is still to be done, then what is for reading. */
const order: readonly Need['kind'][] = [
  'invitations-expired',
  'invitations-expiring',
  'text-changed',
  'versions-behind',
  'people-roleless',
  'people-unplaced',
  'text-locked',
  'country',
  'rule',
  'organisations-unconfirmed',
  'versions-empty',
  'versions-missing',
  'own-draft',
  'to-read',
];

/** What needs this person now, the most pressing first. Each role finds its own; several roles find all of theirs. */
export function needsOf(principal: Principal, facts: NeedFacts): readonly Need[] {
  const all = [...coordinationNeeds(principal, facts), ...textNeeds(principal, facts)];
  // A stable sort: what its makers put first within a kind stays first.
  return all.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}
