import type { Clock } from '#lib/core/clock.ts';
import type { Random } from '#lib/core/random.ts';
import { problem, ok, type Result } from '#lib/core/result.ts';
import { isId } from '#lib/core/ids.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import { can, memberOf } from '#lib/domain/partnership/policy.ts';
import type { Format } from '#lib/domain/workshop/format.ts';
import type { Workshop } from '#lib/domain/workshop/workshop.ts';
import type { Attempts } from '#server/auth/attempts.ts';
import type { LiveWorkshops } from '#server/ports/live-workshops.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { DeviceWithPeople, WorkshopStore } from '#server/ports/workshop-store.ts';
import { hashSecret } from '#server/auth/secrets.ts';
import type { FindPartnership } from '../find-partnership.ts';

/** What the use cases of workshops need. */
export interface WorkshopDeps {
  readonly workshops: WorkshopStore;
  readonly halls: LiveWorkshops;
  readonly partnerships: PartnershipStore;
  readonly findPartnership: FindPartnership;
  readonly formats: () => readonly Format[];
  readonly joinAttempts: Attempts;
  readonly clock: Clock;
  readonly random: Random;
}

/** Who asks: an account, a device that joined, or both. */
export interface WorkshopAsker {
  readonly principal: Principal | null;
  /** The secret of the device's cookie. */
  readonly deviceSecret: string | null;
}

/**
 * The one way to a workshop for who steers it. Errors: `not-signed-in`, `workshop-unknown` (also to strangers:
 * they are not told what there is), `not-allowed`.
 */
export async function findToSteer(
  { workshops }: Pick<WorkshopDeps, 'workshops'>,
  principal: Principal | null,
  id: string,
): Promise<Result<Workshop>> {
  if (!principal) return problem('not-signed-in');
  const workshop = isId(id) ? await workshops.workshop(id) : null;
  if (!workshop || !memberOf(principal, workshop.partnershipId)) return problem('workshop-unknown');
  return can(principal, 'workshop.manage', workshop.partnershipId) ? ok(workshop) : problem('not-allowed');
}

/** Who may be here as a participant: by their device, or as a member. */
export interface FoundPlace {
  readonly workshop: Workshop;
  readonly device: DeviceWithPeople | null;
  readonly isMember: boolean;
}

/** Errors: `workshop-unknown`, also to who never joined. */
export async function findPlace(
  { workshops }: Pick<WorkshopDeps, 'workshops'>,
  { principal, deviceSecret }: WorkshopAsker,
  id: string,
): Promise<Result<FoundPlace>> {
  const workshop = isId(id) ? await workshops.workshop(id) : null;
  if (!workshop) return problem('workshop-unknown');
  const device = deviceSecret ? await workshops.device(workshop.id, hashSecret(deviceSecret)) : null;
  const isMember = memberOf(principal, workshop.partnershipId) !== null;
  return device || isMember ? ok({ workshop, device, isMember }) : problem('workshop-unknown');
}
