import type { CardKind, Stage, Zone } from '../format.ts';
import type { Participant, TableNumber, WorkshopState, Card } from './workshop-state.ts';
import { isOfRoom, ROOM, stepOf, zoneKey, zoneOf } from './workshop-state.ts';

/**
 * What the stage lets somebody do. Denied unless granted: each function says why not, by the code of a
 * sentence, or `null` when it is granted.
 */
export type RefusalCode =
  | 'not-open'
  | 'not-admitted'
  | 'not-facilitator'
  | 'not-your-role'
  | 'not-in-stage'
  | 'not-now'
  | 'silenced'
  | 'frozen'
  | 'zone-locked'
  | 'zone-not-here'
  | 'kind-not-here'
  | 'parent-missing'
  | 'field-missing'
  | 'text-empty'
  | 'too-many'
  | 'not-yours'
  | 'not-seated'
  | 'card-unknown'
  | 'card-exists'
  | 'board-full'
  | 'table-unknown'
  | 'table-full'
  | 'table-visited'
  | 'stays-at-table'
  | 'ballot-unknown'
  | 'ballot-closed'
  | 'option-unknown'
  | 'own-table'
  | 'budget-spent'
  | 'vote-malformed'
  | 'middle-closed'
  | 'gate-closed'
  | 'no-further'
  | 'time-up'
  | 'queue-closed'
  | 'reason-missing'
  | 'person-unknown'
  | 'person-exists'
  | 'workshop-full'
  | 'last-facilitator'
  | 'already-there'
  | 'server-only';

export interface Refusal {
  readonly code: RefusalCode;
  /** What the sentence needs: how many, which. */
  readonly about?: string | number;
}
export const refuse = (code: RefusalCode, about?: string | number): Refusal =>
  about === undefined ? { code } : { code, about };

export const isFacilitator = (who: Participant): boolean => who.role === 'facilitator';
export const isRunning = (state: WorkshopState): boolean =>
  state.phase === 'open' || state.phase === 'rehearsal';

/** The table whose zone this is for somebody; `null`: they sit nowhere. */
export const tableFor = (zone: Zone, who: Participant): TableNumber | null =>
  isOfRoom(zone) ? ROOM : who.table;

/** Zones that take what the stage lets people add. */
export const zonesToAddIn = (stage: Stage, zones: readonly Zone[]): readonly Zone[] => {
  const named = stage.add?.zones ?? stage.zones;
  return zones.filter((it) => named.includes(it.id) && (stage.add?.zones || it.privateTo === undefined));
};

/** Zones in which somebody keeps notes that nobody else sees. */
export const notebooksOf = (state: WorkshopState, who: Participant): readonly Zone[] => {
  const { stage } = stepOf(state);
  return state.format.zones.filter(
    ({ id, privateTo }) =>
      privateTo !== undefined &&
      (privateTo === 'author'
        ? stage.zones.includes(id)
        : privateTo === who.role && stage.zones.includes(id)),
  );
};

/** What somebody may add now: kinds, and how many more. Empty: nothing. */
export function mayAdd(
  state: WorkshopState,
  who: Participant,
  zone: Zone,
  kind: CardKind,
  table: TableNumber | null,
): Refusal | null {
  const closed = mayWriteIn(state, zone, table);
  if (closed) return closed;
  const { stage } = stepOf(state);
  const isNote = notebooksOf(state, who).includes(zone);
  if (stage.silenced?.includes(who.role)) return isNote ? null : refuse('silenced');
  if (!stage.add) return isNote && stage.privateNotes ? null : refuse('not-in-stage');
  const isOwnNote = isNote && (stage.privateNotes === true || zone.privateTo !== 'author');
  if (isOwnNote) return null;
  if (!stage.add.by.includes(who.role)) return refuse('not-your-role', who.role);
  if (!stage.add.kinds.includes(kind.id)) return refuse('kind-not-here', kind.id);
  if (!isNote && !zonesToAddIn(stage, state.format.zones).includes(zone))
    return refuse('zone-not-here', zone.id);
  const { maxEach } = stage.add;
  if (maxEach !== undefined && writtenNow(state, who) >= maxEach) return refuse('too-many', maxEach);
  return null;
}

/** Cards that somebody wrote in this round of the stage. */
export function writtenNow(state: WorkshopState, who: Participant): number {
  let count = 0;
  for (const card of state.cards.values()) {
    if (card.author !== who.id || card.step !== state.step) continue;
    const zone = zoneOf(state.format, card.zone);
    // A notebook that belongs to a role is counted nowhere.
    if (!zone || zone.privateTo === undefined || zone.privateTo === 'author') count += 1;
  }
  return count;
}

/** Whether anything may be written in a zone at all. */
function mayWriteIn(state: WorkshopState, zone: Zone, table: TableNumber | null): Refusal | null {
  if (!isRunning(state)) return refuse('not-open');
  if (state.isFrozen) return refuse('frozen');
  if (!stepOf(state).stage.zones.includes(zone.id)) return refuse('zone-not-here', zone.id);
  if (table === null) return refuse('not-seated');
  if (state.locked.has(zoneKey(zone.id, null)) || state.locked.has(zoneKey(zone.id, table)))
    return refuse('zone-locked', zone.id);
  return null;
}

/** Whether somebody may change or move a card in this stage. */
export function mayChange(
  state: WorkshopState,
  who: Participant,
  card: Card,
  right: 'edit' | 'move',
): Refusal | null {
  const zone = zoneOf(state.format, card.zone);
  if (!zone) return refuse('zone-not-here', card.zone);
  const isOwn = card.author === who.id;
  const closed = mayWriteIn(state, zone, card.table);
  if (closed) return closed;
  if (zone.privateTo !== undefined || !card.isRevealed) return isOwn ? null : refuse('card-unknown');
  const { stage } = stepOf(state);
  if (stage.silenced?.includes(who.role)) return refuse('silenced');
  const reach = right === 'edit' ? stage.edit : stage.move;
  const isAtTable = isOfRoom(zone) || card.table === who.table;
  switch (reach) {
    case 'none':
      return refuse('not-in-stage');
    case 'own':
      return isOwn ? null : refuse('not-yours');
    case 'table':
      if (who.role === 'observer') return refuse('not-your-role', who.role);
      return isAtTable ? null : refuse('not-yours');
    case 'scribe':
      return who.role === 'scribe' && isAtTable ? null : refuse('not-your-role', who.role);
    case 'facilitator':
      return isFacilitator(who) ? null : refuse('not-facilitator');
  }
}
