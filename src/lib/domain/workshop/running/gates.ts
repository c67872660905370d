import type { Gate, Zone } from '../format.ts';
import { refuse, type Refusal } from './rights.ts';
import {
  seatedAt,
  stepOf,
  zoneOf,
  type Card,
  type Participant,
  type TableNumber,
  type WorkshopState,
} from './workshop-state.ts';

/** What must hold before a stage is left. */
export const gatesOf = (state: WorkshopState): readonly Gate[] => stepOf(state).stage.gate ?? [];

/** What the stage still lacks before it is left; `null`: nothing. `about`: which of its gates. */
export function gateOf(state: WorkshopState): Refusal | null {
  const open = gatesOf(state).findIndex((gate) => !isMet(state, gate));
  return open < 0 ? null : refuse('gate-closed', open);
}

/** Where in a zone a card may lie: its lanes, or the fields of a form. */
export const lanesOf = (zone: Zone): readonly string[] =>
  [...(zone.lanes ?? []), ...(zone.fields ?? [])].map(({ id }) => id);
const requiredLanes = (zone: Zone): readonly string[] =>
  zone.fields ? zone.fields.filter(({ required }) => required).map(({ id }) => id) : lanesOf(zone);

/** Tables at which anybody sits. */
const occupied = (state: WorkshopState): readonly TableNumber[] =>
  [...state.tables.keys()].filter((table) => seatedAt(state, table).length > 0);

function isMet(state: WorkshopState, gate: Gate): boolean {
  const cards = [...state.cards.values()].filter((it) => it.status === 'active' && it.under === null);
  switch (gate.check) {
    case 'confirmed': {
      const mayConfirm = [...state.people.values()].filter((it) => gate.by.includes(it.role) && !it.hasLeft);
      const isConfirmed = (of: readonly Participant[]) => of.some((it) => state.confirmed.has(it.id));
      // A facilitator sits nowhere and says it for all.
      if (gate.by.includes('facilitator')) return isConfirmed(mayConfirm);
      const atTables = occupied(state).map((table) => mayConfirm.filter((it) => it.table === table));
      return atTables.length > 0 ? atTables.every(isConfirmed) : isConfirmed(mayConfirm);
    }
    case 'cards': {
      const found = cards.filter((it) => it.zone === gate.zone && gate.kinds.includes(it.kind));
      const zone = zoneOf(state.format, gate.zone);
      const lanes = zone && gate.eachLane ? requiredLanes(zone) : [];
      const isEnough = (of: readonly Card[]) =>
        lanes.length === 0
          ? of.length >= gate.min
          : lanes.every((lane) => of.filter((it) => it.lane === lane).length >= gate.min);
      if (state.tables.size === 0 || zone?.of === 'room') return isEnough(found);
      return occupied(state).every((table) => isEnough(found.filter((it) => it.table === table)));
    }
    case 'fields':
      return cards
        .filter((it) => gate.kinds.includes(it.kind) && stepOf(state).stage.zones.includes(it.zone))
        .every((it) => {
          const isFilled = (field: string) => (it.fields[field] ?? '') !== '';
          return gate.any ? gate.fields.some(isFilled) : gate.fields.every(isFilled);
        });
    case 'tables':
      return occupied(state).every((number) => {
        const people = seatedAt(state, number);
        const countries = new Set(people.map(({ country }) => country));
        return (
          people.length >= gate.peopleMin &&
          people.length <= gate.peopleMax &&
          countries.size >= gate.countriesMin
        );
      });
  }
}
