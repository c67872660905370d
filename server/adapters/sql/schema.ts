import type { Generated, Kysely } from 'kysely';

/**
 * The tables, as queries see them: one set for SQLite now and PostgreSQL later (`migrations/` makes them).
 * Invariants: a truth value is 0 or 1, since SQLite has no boolean; a time is milliseconds since the Unix
 * epoch; a list or record is JSON in text; integers arrive as numbers (a PostgreSQL adapter parses `int8`
 * so) and bytes as `Uint8Array`. Names are those of the model; a column that points to a row bears the
 * name of its table. It has over 400 lines because there are so many tables.
 */
export interface Database {
  partnership: PartnershipTable;
  organisation: OrganisationTable;
  person: PersonTable;
  member: MemberTable;
  member_grant: MemberGrantTable;
  deliverable: DeliverableTable;
  work: WorkTable;
  document: DocumentTable;
  doc_client: DocClientTable;
  doc_update: DocUpdateTable;
  doc_snapshot: DocSnapshotTable;
  doc_segment: DocSegmentTable;
  version: VersionTable;
  upload: UploadTable;
  credential: CredentialTable;
  web_session: WebSessionTable;
  sign_in_link: SignInLinkTable;
  invitation: InvitationTable;
  api_token: ApiTokenTable;
  job: JobTable;
  visit: VisitTable;
  activity: ActivityTable;
  programme_item: ProgrammeItemTable;
  concept: ConceptTable;
  term: TermTable;
  news_look: NewsLookTable;
  publication: PublicationTable;
  frozen_file: FrozenFileTable;
  workshop: WorkshopTable;
  workshop_device: WorkshopDeviceTable;
  participant: ParticipantTable;
  workshop_command: WorkshopCommandTable;
}

export type Db = Kysely<Database>;

type Bit = 0 | 1;
type Json = string;

export interface PartnershipTable {
  id: string;
  titles: Json;
  horizon: number | null;
  funding_profile: string;
  working_language: string;
  languages: Json;
  example: Bit;
  facts: Json;
  created_at_ms: number;
}

export interface OrganisationTable {
  id: string;
  partnership: string;
  name: string;
  country: string;
  type: string;
  public: Bit | null;
  remit: Bit | null;
  languages: Json;
  status: string;
  part: string;
}

export interface PersonTable {
  id: string;
  name: string;
  email: string | null;
  locale: string | null;
  operator: Bit;
}

/** A person is a member of a partnership once, with as many grants as needed. */
export interface MemberTable {
  partnership: string;
  person: string;
  organisation: string | null;
  /** `null`: never since they came. */
  roles_changed_at_ms: Generated<number | null>;
  roles_changed_by: Generated<string | null>;
}

export interface MemberGrantTable {
  partnership: string;
  person: string;
  /** Order among the member's grants, from 0. */
  position: number;
  role: string;
  scope_kind: string;
  /** The country, language or work; `null` for the scope `all`. */
  scope_value: string | null;
}

export interface DeliverableTable {
  id: string;
  partnership: string;
  kind: string;
  code: string;
  titles: Json;
  state: string;
}

export interface WorkTable {
  id: string;
  partnership: string;
  deliverable: string | null;
  type: string;
  kind: string;
  source_language: string;
  state: string;
  owner_organisation: string | null;
  owner_country: string | null;
  created_at_ms: number;
}

export interface DocumentTable {
  id: string;
  work: string;
  role: string;
  language: string | null;
  title: string;
  min_schema: number;
  head: number;
  policy_epoch: number;
  locked: Bit;
  locked_by: string | null;
  locked_at_ms: number | null;
  incarnation: number;
  created_at_ms: number;
  changed_at_ms: number;
}

/** `principal` is no foreign key here: the server is an author too, and a text outlives its authors' rows. */
export interface DocClientTable {
  document: string;
  client_id: number;
  principal: string;
}

export interface DocUpdateTable {
  document: string;
  seq: number;
  bytes: Uint8Array;
  principal: string;
  at_ms: number;
  hash: Uint8Array;
}

/** One per document, the newest. `deletes` is an update without structs. */
export interface DocSnapshotTable {
  document: string;
  seq: number;
  bytes: Uint8Array;
  state_vector: Uint8Array;
  deletes: Uint8Array;
}

/** Old rows of `doc_update`, packed: nothing is dropped. `hash` is that of the last row in it. */
export interface DocSegmentTable {
  document: string;
  first_seq: number;
  last_seq: number;
  bytes: Uint8Array;
  hash: Uint8Array;
  first_at_ms: number;
  last_at_ms: number;
}

export interface VersionTable {
  id: string;
  work: string;
  kind: string;
  name: string;
  /** Document id → sequence number. */
  heads: Json;
  restored_seq: number | null;
  person: string | null;
  at_ms: number;
}

/** Several rows may share one file, named by its hash. */
export interface UploadTable {
  id: string;
  work: string;
  sha256: string;
  mime: string;
  size_bytes: number;
  width: number;
  height: number;
  person: string | null;
  created_at_ms: number;
}

export interface CredentialTable {
  person: string;
  password_hash: string;
  changed_at_ms: number;
}

export interface WebSessionTable {
  id_hash: string;
  person: string;
  /** The browser and system, as its owner recognises them. */
  device: string;
  created_at_ms: number;
  seen_at_ms: number;
  expires_at_ms: number;
}

export interface InvitationTable {
  id: string;
  partnership: string;
  secret_hash: string;
  email: string;
  name: string;
  locale: string | null;
  organisation: string | null;
  grants: Json;
  invited_by: string | null;
  created_at_ms: number;
  expires_at_ms: number;
  accepted_at_ms: number | null;
}

export interface SignInLinkTable {
  secret_hash: string;
  person: string;
  purpose: string;
  created_at_ms: number;
  expires_at_ms: number;
  used_at_ms: number | null;
}

export interface ApiTokenTable {
  id: string;
  secret_hash: string;
  person: string;
  label: string;
  created_at_ms: number;
  expires_at_ms: number | null;
}

export interface JobTable {
  id: string;
  kind: string;
  person: string;
  payload: Json;
  state: string;
  progress: number;
  attempts: number;
  lease_until_ms: number | null;
  result: Json;
  created_at_ms: number;
  ended_at_ms: number | null;
}

export interface VisitTable {
  partnership: string;
  person: string;
  /** `null`: their first visit. */
  since_ms: number | null;
  seen_at_ms: number;
}

export interface ActivityTable {
  id: string;
  partnership: string;
  kind: string;
  titles: Json;
  descriptions: Json;
  /** A day, a month or a year. */
  begins: string | null;
  ends: string | null;
  date_notes: Json;
  country: string | null;
  place: string | null;
  host_organisation: string | null;
  deliverables: Json;
  revision: number;
}

export interface ProgrammeItemTable {
  id: string;
  activity: string;
  /** Order among the items of one activity, from 0. */
  position: number;
  day: number;
  start: string;
  minutes: number;
  kind: string;
  titles: Json;
  deliverables: Json;
}

export interface ConceptTable {
  id: string;
  partnership: string;
  code: string;
  definitions: Json;
  notes: Json;
  equivalence: Json;
  do_not_translate: Bit;
  revision: number;
}

export interface TermTable {
  concept: string;
  position: number;
  lang: string;
  text: string;
  status: string;
}

export interface NewsLookTable {
  partnership: string;
  person: string;
  at_ms: number;
  /** Keys of what needed them then. */
  needs: Json;
}

export interface PublicationTable {
  id: string;
  partnership: string;
  work: string;
  code: string | null;
  titles: Json;
  label: string;
  licence: string;
  /** Language versions with their sequence numbers, and formats. */
  selection: Json;
  profile: string;
  checks: Json;
  organisation: string | null;
  person: string | null;
  at_ms: number;
  job: string;
  published_at_ms: number | null;
  withdrawn_at_ms: number | null;
  withdrawn_reason: string | null;
  withdrawn_by: string | null;
}

export interface FrozenFileTable {
  publication: string;
  language: string;
  format: string;
  name: string;
  mime: string;
  sha256: string;
  size_bytes: number;
  sources: Json;
}

export interface WorkshopTable {
  id: string;
  partnership: string;
  programme_item: string | null;
  titles: Json;
  questions: Json;
  languages: Json;
  format: Json;
  phase: string;
  join_secret: string;
  join_code: string;
  join_open: Bit;
  lobby: Bit;
  people_max: number;
  created_at_ms: number;
  created_by: string | null;
  revision: number;
}

export interface WorkshopDeviceTable {
  id: string;
  workshop: string;
  secret_hash: string;
  table_number: number | null;
  created_at_ms: number;
}

export interface ParticipantTable {
  id: string;
  workshop: string;
  name: string;
  person: string | null;
  device: string | null;
}

/** The log of a workshop: the truth about it. */
export interface WorkshopCommandTable {
  workshop: string;
  seq: number;
  at_ms: number;
  actor: string;
  idempotency_key: string;
  command: Json;
}
