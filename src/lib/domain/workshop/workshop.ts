import type { PartnershipId, PersonId } from '#lib/core/ids.ts';
import type { LanguageTag } from '../partnership/organisation.ts';
import type { ProgrammeItemId } from '../programme/activity.ts';
import type { Format, Words } from './format.ts';
import type { ParticipantId, Phase, TableNumber } from './running/workshop-state.ts';

export type WorkshopId = string & { readonly __brand?: 'workshop' };

/** A workshop of a partnership: the copy of a format that it runs by, and how people come in. */
export interface Workshop {
  readonly id: WorkshopId;
  readonly partnershipId: PartnershipId;
  readonly itemId: ProgrammeItemId | null;
  readonly titles: Words;
  /** What the people are asked, in their languages. */
  readonly questions: Words;
  readonly languages: readonly LanguageTag[];
  readonly format: Format;
  /** As its log says; kept beside it for lists. */
  readonly phase: Phase;
  readonly join: JoinRules;
  readonly createdAtMs: number;
  readonly createdBy: PersonId | null;
  /** Raised by each change of what stands here. */
  readonly revision: number;
}

export interface JoinRules {
  /** 128 bits and more, behind the `#` of the link that the QR code holds. Hangs on the wall, so it is kept as it is. */
  readonly secret: string;
  /** Typed by who cannot scan. */
  readonly code: string;
  readonly isOpen: boolean;
  /** Who joins waits until a facilitator lets them in. */
  readonly hasLobby: boolean;
  readonly peopleMax: number;
}

/** Names stay out of the log: erasing this row erases the person. */
export interface ParticipantRow {
  readonly id: ParticipantId;
  readonly workshopId: WorkshopId;
  readonly name: string;
  /** A member of the partnership. */
  readonly personId: PersonId | null;
  /** The phone or tablet that acts for them. */
  readonly deviceId: string | null;
}

/** A phone, or a table's tablet at which several people write under their names. */
export interface Device {
  readonly id: string;
  readonly workshopId: WorkshopId;
  readonly secretHash: string;
  /** A tablet's. */
  readonly table: TableNumber | null;
  readonly createdAtMs: number;
}
