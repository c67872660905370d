import { ok, problem, type Result } from '#lib/core/result.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import { assemblyOf, movesTo, roundsSoFar, seatsNow } from '#lib/domain/workshop/running/seating-of.ts';
import { seatingRulesOf } from '#lib/domain/workshop/seating/assembly.ts';
import { composeSeating } from '#lib/domain/workshop/seating/compose-seating.ts';
import { explainSeating, type SeatingReport } from '#lib/domain/workshop/seating/explain-seating.ts';
import { repairSeating } from '#lib/domain/workshop/seating/repair-seating.ts';
import { findToSteer, type WorkshopDeps } from './workshop-deps.ts';

/**
 * Seats everybody by the rules; `keep`: only those who have no seat, or whose table lacks something. Says which
 * rules hold and why others do not. Errors: those of `findToSteer`, `no-tables`, what the workshop refuses.
 */
export const seatPeople =
  (deps: WorkshopDeps) =>
  async (
    principal: Principal | null,
    id: string,
    { keep }: { readonly keep: boolean },
  ): Promise<Result<SeatingReport>> => {
    const found = await findToSteer(deps, principal, id);
    if (!found.ok) return found;
    const own = principal && (await deps.workshops.participantOf(found.value.id, principal.personId));
    if (!own) return problem('not-joined');
    const composed = await deps.halls.read(found.value.id, (state) => {
      if (state.tables.size === 0) return null;
      const assembly = assemblyOf(state);
      const rules = seatingRulesOf(state.format);
      const rounds = roundsSoFar(state);
      const { seating, report } = keep
        ? repairSeating(assembly, rules, rounds, seatsNow(state))
        : composeSeating(assembly, rules, rounds, deps.random);
      return { seats: movesTo(state, seating), report };
    });
    if (!composed) return problem('no-tables');
    const { seats, report } = composed;
    if (Object.keys(seats).length === 0) return ok(report);
    const seated = await deps.halls.submit(found.value.id, own.id, { type: 'seat', seats });
    return seated.ok ? ok(report) : seated;
  };

/** How well the present seats keep the rules. Errors: those of `findToSteer`, `no-tables`. */
export const seatingReport =
  (deps: WorkshopDeps) =>
  async (principal: Principal | null, id: string): Promise<Result<SeatingReport>> => {
    const found = await findToSteer(deps, principal, id);
    if (!found.ok) return found;
    const report = await deps.halls.read(found.value.id, (state) =>
      explainSeating(assemblyOf(state), seatingRulesOf(state.format), roundsSoFar(state), seatsNow(state)),
    );
    return report && report.tables.length > 0 ? ok(report) : problem('no-tables');
  };
