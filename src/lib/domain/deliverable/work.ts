import type { DeliverableId, DocumentId, OrganisationId, PartnershipId, WorkId } from '#lib/core/ids.ts';
import type { CountryCode, LanguageTag } from '../partnership/organisation.ts';

/** What a work is made of. `prose`: one text per language. The others come with their own parts. */
export const workTypes = ['prose', 'record', 'board', 'session', 'publication'] as const;
export type WorkType = (typeof workTypes)[number];

/** What a text is for that was promised, or that leads to it. `free` is a blank document. */
export const deliverableKinds = ['call', 'typology', 'recommendations', 'proposals', 'free'] as const;
export type DeliverableKind = (typeof deliverableKinds)[number];

/** Sheets of the evidence library: what the partners saw and collected (deliverables, section 3.6). */
export const evidenceKinds = ['trend', 'scenario', 'observation', 'practice'] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** What a prose work is for. */
export const proseKinds = [...deliverableKinds, ...evidenceKinds] as const;
export type ProseKind = (typeof proseKinds)[number];

export const isEvidenceKind = (kind: string): kind is EvidenceKind =>
  (evidenceKinds as readonly string[]).includes(kind);

/** The life of a text or a record, in order (deliverables, section 3). */
export const workStates = [
  'draft',
  'proposed',
  'in-review',
  'agreed',
  'agreed-with-divergence',
  'published',
  'superseded',
] as const;
export type WorkState = (typeof workStates)[number];

/** One of the partnership's promised results: D1, D2, D3 in the reference partnership. */
export interface Deliverable {
  readonly id: DeliverableId;
  readonly partnershipId: PartnershipId;
  readonly kind: DeliverableKind;
  /** Short name in the partnership, such as `D1`. */
  readonly code: string;
  readonly titles: Readonly<Record<LanguageTag, string>>;
  readonly state: WorkState;
}

/** One text in all its languages. */
export interface Work {
  readonly id: WorkId;
  readonly partnershipId: PartnershipId;
  readonly deliverableId: DeliverableId | null;
  readonly type: WorkType;
  readonly kind: ProseKind;
  readonly sourceLanguage: LanguageTag;
  readonly state: WorkState;
  readonly ownerOrganisationId: OrganisationId | null;
  readonly ownerCountry: CountryCode | null;
}

/** One language version of a work: a Y.Doc. */
export interface DocumentMeta {
  readonly id: DocumentId;
  readonly workId: WorkId;
  readonly role: 'text' | 'facts' | 'board';
  readonly language: LanguageTag | null;
  readonly title: string;
  /** Schema version a client needs to edit it without loss (rule E9). */
  readonly minSchema: number;
  /** Sequence number of the last committed update; 0: empty. */
  readonly head: number;
  /** Raised whenever rights on the document change (rule E11). */
  readonly policyEpoch: number;
  readonly locked: boolean;
  /** Raised when a backup is restored (rule E17). */
  readonly incarnation: number;
  /** Milliseconds since the Unix epoch of the last committed update, or of creation. */
  readonly changedAtMs: number;
}
