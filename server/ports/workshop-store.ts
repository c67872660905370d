import type { PartnershipId, PersonId } from '#lib/core/ids.ts';
import type { LogEntry } from '#lib/domain/workshop/running/commands.ts';
import type { ParticipantId, Phase } from '#lib/domain/workshop/running/workshop-state.ts';
import type { Device, ParticipantRow, Workshop, WorkshopId } from '#lib/domain/workshop/workshop.ts';

/**
 * Workshops: their rows, the people in them, and the log of accepted commands, which is the truth about what
 * was written, voted and seated. Contract: tests/contracts/workshop-store.ts.
 */
export interface WorkshopStore {
  workshop(id: WorkshopId): Promise<Workshop | null>;
  /** Newest first. */
  workshops(partnershipId: PartnershipId): Promise<readonly Workshop[]>;
  add(workshop: Workshop): Promise<void>;
  /** False: changed since, or no longer there; `revision` is the one that was read. */
  change(workshop: Workshop, revision: number): Promise<boolean>;
  /** With everything in it. */
  remove(id: WorkshopId): Promise<boolean>;
  /** By the link's secret or the short code. */
  joinable(by: { readonly secret: string } | { readonly code: string }): Promise<Workshop | null>;

  /** Lines of the log after `afterSeq`, in order. */
  log(id: WorkshopId, afterSeq: number): Promise<readonly LogEntry[]>;
  /**
   * One transaction: either all lines are on the disk when it resolves, or none. False: a line of that number
   * is there already, so somebody else has written; read again. Rejects when the storage does.
   */
  append(id: WorkshopId, entries: readonly LogEntry[], phase: Phase): Promise<boolean>;

  people(id: WorkshopId): Promise<readonly ParticipantRow[]>;
  participantOf(id: WorkshopId, personId: PersonId): Promise<ParticipantRow | null>;
  /** With the device, when it is a new one. */
  addParticipant(participant: ParticipantRow, device: Device | null): Promise<void>;
  rename(participantId: ParticipantId, name: string): Promise<void>;
  /** One browser's place in this workshop. */
  device(id: WorkshopId, secretHash: string): Promise<DeviceWithPeople | null>;
}

export interface DeviceWithPeople extends Device {
  readonly people: readonly ParticipantRow[];
}
