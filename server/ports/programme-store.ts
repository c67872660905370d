import type { PartnershipId } from '#lib/core/ids.ts';
import type { Activity, ActivityId } from '#lib/domain/programme/activity.ts';

/** What each partnership does together. Contract: tests/contracts/programme-store.ts. */
export interface ProgrammeStore {
  /** With their programmes, in no order that means anything. */
  activities(partnershipId: PartnershipId): Promise<readonly Activity[]>;
  /** With its programme. */
  add(activity: Activity): Promise<void>;
  /** With its whole programme, and the revision after the one given; false: it is not at that revision any more. */
  change(activity: Activity): Promise<boolean>;
  /** False: it is not at that revision any more. */
  remove(partnershipId: PartnershipId, id: ActivityId, revision: number): Promise<boolean>;
}
