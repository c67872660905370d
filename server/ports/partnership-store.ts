import type { DocumentId, PartnershipId, PersonId, WorkId } from '#lib/core/ids.ts';
import type { Problem, Result } from '#lib/core/result.ts';
import type { Deliverable, DocumentMeta, Work } from '#lib/domain/deliverable/work.ts';
import type { Concept } from '#lib/domain/glossary/concept.ts';
import type { Activity } from '#lib/domain/programme/activity.ts';
import type { Grant } from '#lib/domain/partnership/member.ts';
import type { LanguageTag, Organisation } from '#lib/domain/partnership/organisation.ts';

/** Partnerships, organisations, members, deliverables, works. Contract: tests/contracts/partnership-store.ts. */
export interface PartnershipStore {
  partnership(id: PartnershipId): Promise<Partnership | null>;
  partnershipsOf(personId: PersonId): Promise<readonly Partnership[]>;
  organisations(partnershipId: PartnershipId): Promise<readonly Organisation[]>;
  members(partnershipId: PartnershipId): Promise<readonly Member[]>;
  deliverables(partnershipId: PartnershipId): Promise<readonly Deliverable[]>;
  /** Works with their documents, in the order deliverable code, creation. */
  works(partnershipId: PartnershipId): Promise<readonly WorkWithDocuments[]>;
  work(workId: WorkId): Promise<WorkWithDocuments | null>;
  workOfDocument(documentId: DocumentId): Promise<WorkWithDocuments | null>;

  /** E11: locks the text and raises its policy epoch, in one transaction; false: it was locked already. */
  lockDocument(
    documentId: DocumentId,
    lock: { readonly personId: PersonId; readonly atMs: number },
  ): Promise<boolean>;
  /** The same the other way round; false: it was not locked. */
  unlockDocument(documentId: DocumentId): Promise<boolean>;
  /** `null`: not locked. Who did it may be unknown, or erased. */
  lockOf(documentId: DocumentId): Promise<DocumentLock | null>;

  /** False: no such organisation in this partnership. */
  setOrganisationStatus(
    partnershipId: PartnershipId,
    organisationId: string,
    status: Organisation['status'],
  ): Promise<boolean>;

  /** Inserts everything or nothing; ids that exist already are left as they are (loading twice changes nothing). */
  insert(rows: PartnershipRows): Promise<void>;
  /** E-mail addresses of members who have one. Apart from `members`, which every member may see. */
  memberEmails(partnershipId: PartnershipId): Promise<ReadonlyMap<PersonId, string>>;

  /**
   * One transaction: `decide` sees the members as they are at that moment, and what it answers is stored
   * or refused. A change raises the policy epoch of every document of the partnership (E11); a member who
   * goes takes the invitations along that they sent and nobody has accepted.
   */
  changeMember<P extends Problem>(
    partnershipId: PartnershipId,
    decide: (members: readonly Member[]) => Result<MemberChange, P>,
  ): Promise<Result<void, P>>;

  /** Removes a partnership with all that belongs to it, people who belong to nothing else included. */
  remove(partnershipId: PartnershipId): Promise<void>;
}

export interface Partnership {
  readonly id: PartnershipId;
  readonly titles: Readonly<Record<LanguageTag, string>>;
  /** The year the work looks forward to. */
  readonly horizon: number | null;
  /** `none`: no EU funding is claimed and no emblem shown. */
  readonly fundingProfile: 'none' | 'E+2014-2020' | 'E+2021-2027';
  readonly workingLanguage: LanguageTag;
  readonly languages: readonly LanguageTag[];
  /** True for the example: a permanent banner says so. */
  readonly example: boolean;
  /** Facts that the rules need: dates and activities as in the call. */
  readonly facts: PartnershipFacts;
  readonly createdAtMs: number;
}

export interface PartnershipFacts {
  /** Wished countries without an organisation yet. */
  readonly wishedCountries: readonly string[];
  /** When the first activity begins, ISO year-month; R5 checks it. */
  readonly activitiesBegin: string | null;
  readonly activitiesEnd: string | null;
  /** Programme action, such as `KA204`. */
  readonly action: string | null;
}

export interface Member {
  readonly personId: PersonId;
  readonly partnershipId: PartnershipId;
  readonly organisationId: string | null;
  readonly name: string;
  readonly grants: readonly Grant[];
}

export type MemberChange =
  | {
      readonly kind: 'set';
      readonly personId: PersonId;
      readonly organisationId: string | null;
      readonly grants: readonly Grant[];
      /** Only when these are other roles than before: who gave them, and when. */
      readonly rolesChanged?: { readonly by: PersonId; readonly atMs: number };
    }
  | { readonly kind: 'remove'; readonly personId: PersonId };
export interface DocumentLock {
  readonly by: { readonly personId: PersonId; readonly name: string } | null;
  readonly atMs: number | null;
}

export interface WorkWithDocuments {
  readonly work: Work;
  readonly titles: Readonly<Record<LanguageTag, string>>;
  readonly documents: readonly DocumentMeta[];
}

export interface PartnershipRows {
  readonly partnerships?: readonly Partnership[];
  readonly organisations?: readonly Organisation[];
  readonly people?: readonly import('./account-store.ts').Person[];
  readonly members?: readonly Omit<Member, 'name'>[];
  readonly deliverables?: readonly Deliverable[];
  readonly works?: readonly (Work & { readonly createdAtMs: number })[];
  readonly documents?: readonly (Pick<DocumentMeta, 'id' | 'workId' | 'role' | 'language' | 'title'> & {
    readonly createdAtMs: number;
  })[];
  /** With their programme; changed through programme-store.ts. */
  readonly activities?: readonly Activity[];
  /** With their terms; changed through glossary-store.ts. */
  readonly concepts?: readonly Concept[];
}
