import type { Clock } from '#lib/core/clock.ts';
import type { PartnershipId } from '#lib/core/ids.ts';
import { ok, type Result } from '#lib/core/result.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import { can } from '#lib/domain/partnership/policy.ts';
import type { Activity } from '#lib/domain/programme/activity.ts';
import type { ProgrammeStore } from '#server/ports/programme-store.ts';
import type { FindPartnership } from './find-partnership.ts';

interface Deps {
  readonly programme: ProgrammeStore;
  readonly findPartnership: FindPartnership;
  readonly clock: Clock;
}

export interface ProgrammeView {
  readonly activities: readonly Activity[];
  /** The server's day (UTC), by which past, now and next are told. */
  readonly today: string;
  readonly may: { readonly manage: boolean };
}

/** What the partnership does together, as one of its members sees it. Errors: those of `findPartnership`. */
export const programmeView =
  ({ programme, findPartnership, clock }: Deps) =>
  async (principal: Principal | null, id: PartnershipId): Promise<Result<ProgrammeView>> => {
    const found = await findPartnership(principal, id, 'partnership.read');
    if (!found.ok) return found;
    return ok({
      activities: await programme.activities(id),
      today: new Date(clock.nowMs()).toISOString().slice(0, 10),
      may: { manage: can(principal, 'programme.manage', id) },
    });
  };
