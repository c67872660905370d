import type { CardKind, Zone } from '#lib/domain/workshop/format.ts';
import {
  mayAdd,
  notebooksOf,
  tableFor,
  writtenNow,
  zonesToAddIn,
  type Refusal,
} from '#lib/domain/workshop/running/rights.ts';
import { stepOf, type Participant, type WorkshopState } from '#lib/domain/workshop/running/workshop-state.ts';

/** A zone that takes cards from somebody now, and of which kinds. */
export interface Writable {
  readonly zone: Zone;
  readonly kinds: readonly CardKind[];
  /** The lanes or fields that are open; empty: it has none. */
  readonly lanes: readonly string[];
  /** Nobody else ever sees it. */
  readonly isPrivate: boolean;
}

/** Where somebody may write now, what everybody sees first; where nowhere, why not. */
export function writableNow(
  state: WorkshopState,
  who: Participant,
): { readonly places: readonly Writable[]; readonly refusal: Refusal | null; readonly left: number | null } {
  const { stage } = stepOf(state);
  const zones = stage.zones
    .map((id) => state.format.zones.find((it) => it.id === id))
    .filter((it) => it !== undefined);
  const places = zones
    .map((zone) => ({
      zone,
      kinds: kindsIn(state, who, zone),
      lanes: lanesIn(state, zone),
      isPrivate: zone.privateTo !== undefined,
    }))
    .filter(({ kinds }) => kinds.length > 0)
    .toSorted((a, b) => Number(a.isPrivate) - Number(b.isPrivate));
  const max = stage.add?.by.includes(who.role) ? stage.add.maxEach : undefined;
  const left = max === undefined ? null : Math.max(0, max - writtenNow(state, who));
  return { places, refusal: whyNowhere(state, who, zones, places), left };
}

function kindsIn(state: WorkshopState, who: Participant, zone: Zone): readonly CardKind[] {
  const { kinds } = state.format;
  const allowed = kinds.filter((kind) => mayAdd(state, who, zone, kind, tableFor(zone, who)) === null);
  const { stage } = stepOf(state);
  if (zone.privateTo === undefined) {
    // What only its author ever sees is offered where only its author looks, if there is such a place.
    const hasNotebook = notebooksOf(state, who).length > 0;
    return allowed.filter((it) => it.private !== true || !hasNotebook);
  }
  const asked = allowed.filter((it) => stage.add?.kinds.includes(it.id));
  const notes = asked.filter((it) => it.private === true);
  if (notes.length > 0) return notes;
  if (asked.length > 0 && zone.privateTo === who.role) return asked;
  // A note is a note: its kind says nothing to anybody.
  return (asked.length > 0 ? asked : allowed).slice(0, 1);
}

function lanesIn(state: WorkshopState, zone: Zone): readonly string[] {
  const all = [...(zone.lanes ?? []), ...(zone.fields ?? [])].map(({ id }) => id);
  const open = stepOf(state).stage.add?.lanes;
  return open ? all.filter((it) => open.includes(it)) : all;
}

/** Of the zones that the stage opens for cards, if any; else of the stage. */
function whyNowhere(
  state: WorkshopState,
  who: Participant,
  zones: readonly Zone[],
  places: readonly Writable[],
): Refusal | null {
  const { stage } = stepOf(state);
  const isOpenToAll = places.some(({ isPrivate }) => !isPrivate);
  if (isOpenToAll) return null;
  const zone = zonesToAddIn(stage, zones)[0] ?? zones[0];
  const kind = state.format.kinds.find((it) => stage.add?.kinds.includes(it.id)) ?? state.format.kinds[0];
  if (!zone || !kind) return { code: 'not-in-stage' };
  return mayAdd(state, who, zone, kind, tableFor(zone, who));
}
