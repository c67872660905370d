import type { Random } from '#lib/core/random.ts';
import { seatingRulesOf, type Seating } from '../seating/assembly.ts';
import { repairSeating } from '../seating/repair-seating.ts';
import { seatNextRound } from '../seating/rotate.ts';
import type { Command } from './commands.ts';
import { assemblyOf, movesTo, roundsSoFar, seatsNow, staysAtTable } from './seating-of.ts';
import { stepOf, type WorkshopState } from './workshop-state.ts';

/**
 * What the server does by itself before a command takes effect: the seats that the next stage's rotation asks
 * for. The result stands in the log as a command of its own, so that chance is drawn once.
 */
export function leadIn(state: WorkshopState, command: Command, random: Random): Command | null {
  if (command.type !== 'next' || state.tables.size === 0) return null;
  const seating = seatingOfNext(state, random);
  const seats = seating ? movesTo(state, seating) : {};
  return Object.keys(seats).length > 0 ? { type: 'seat', seats } : null;
}

function seatingOfNext(state: WorkshopState, random: Random): Seating | null {
  const next = state.steps[state.step + 1]?.stage;
  if (!next) return null;
  const assembly = assemblyOf(state);
  const rules = seatingRulesOf(state.format);
  if (next.rotation === 'hostStaysMix' || next.rotation === 'carousel')
    return seatNextRound(next.rotation, assembly, rules, roundsSoFar(state), random);
  const { rotation } = stepOf(state).stage;
  if ((rotation !== 'chooseCapped' && rotation !== 'free') || next.mode === 'plenary') return null;
  // Who has not chosen is placed; who sits where they have been already did not choose.
  const hasChosen = (id: string, table: number): boolean => {
    const who = state.people.get(id);
    return !who || staysAtTable(who) || rotation === 'free' || !who.visited.includes(table);
  };
  const kept = new Map([...seatsNow(state)].filter(([id, table]) => hasChosen(id, table)));
  return repairSeating(assembly, rules, roundsSoFar(state), kept, new Set(kept.keys())).seating;
}
