import type { PersonId } from '#lib/core/ids.ts';
import type { Membership } from '#lib/domain/partnership/member.ts';
import type {
  AccountStore,
  ApiToken,
  Credential,
  LinkAnswer,
  LinkPurpose,
  SignInLink,
  WebSession,
} from '#server/ports/account-store.ts';
import { grantOf, personOf, personRow } from './rows.ts';
import type { ApiTokenTable, Db, WebSessionTable } from './schema.ts';

/** People, sessions, links and tokens. A secret never comes here: only its hash does. */
export function sqlAccountStore(db: Db): AccountStore {
  return { ...people(db), ...credentials(db), ...sessions(db), ...links(db), ...tokens(db) };
}

type People = Pick<
  AccountStore,
  'person' | 'personByEmail' | 'createPerson' | 'updateProfile' | 'principal' | 'peopleWithRole'
>;
type Credentials = Pick<AccountStore, 'credential' | 'setPassword' | 'setPasswordByLink' | 'replaceHash'>;
type Sessions = Pick<
  AccountStore,
  | 'createSession'
  | 'session'
  | 'sessionsOf'
  | 'setSessionExpiry'
  | 'setSessionSeen'
  | 'deleteSession'
  | 'deleteSessionOf'
  | 'deleteSessionsOf'
  | 'deleteSessionsExpiredBefore'
>;
type Links = Pick<
  AccountStore,
  'createSignInLink' | 'readSignInLink' | 'consumeSignInLink' | 'deleteSignInLinksExpiredBefore'
>;
type Tokens = Pick<AccountStore, 'createApiToken' | 'apiToken' | 'deleteApiToken'>;

const people = (db: Db): People => ({
  async person(personId) {
    const row = await db.selectFrom('person').selectAll().where('id', '=', personId).executeTakeFirst();
    return row ? personOf(row) : null;
  },

  async personByEmail(email) {
    const row = await db
      .selectFrom('person')
      .selectAll()
      .where((eb) => eb(eb.fn<string>('lower', ['email']), '=', eb.fn<string>('lower', [eb.val(email)])))
      .executeTakeFirst();
    return row ? personOf(row) : null;
  },

  async createPerson(person) {
    await db.insertInto('person').values(personRow(person)).execute();
  },

  async updateProfile(personId, { name, locale }) {
    await db.updateTable('person').set({ name, locale }).where('id', '=', personId).execute();
  },

  async principal(personId) {
    const [person, theirs] = await Promise.all([
      db.selectFrom('person').select(['id', 'operator']).where('id', '=', personId).executeTakeFirst(),
      memberships(db, personId),
    ]);
    return person ? { personId: person.id, operator: person.operator === 1, memberships: theirs } : null;
  },

  async peopleWithRole(role, partnershipId) {
    const rows = await db
      .selectFrom('person')
      .selectAll()
      .where((eb) => {
        const grants = eb.selectFrom('member_grant').select('person').where('role', '=', role);
        const here = partnershipId === undefined ? grants : grants.where('partnership', '=', partnershipId);
        return eb('id', 'in', here);
      })
      .orderBy('id')
      .execute();
    return rows.map(personOf);
  },
});

async function memberships(db: Db, personId: PersonId): Promise<readonly Membership[]> {
  const [members, grants] = await Promise.all([membersOf(db, personId), grantsOf(db, personId)]);
  return members.map((member) => ({
    partnershipId: member.partnership,
    organisationId: member.organisation,
    country: member.country,
    grants: grants.filter((grant) => grant.partnership === member.partnership).map(grantOf),
  }));
}

const membersOf = (db: Db, personId: PersonId) =>
  db
    .selectFrom('member')
    .leftJoin('organisation', 'organisation.id', 'member.organisation')
    .select(['member.partnership', 'member.organisation', 'organisation.country'])
    .where('member.person', '=', personId)
    .orderBy('member.partnership')
    .execute();

const grantsOf = (db: Db, personId: PersonId) =>
  db.selectFrom('member_grant').selectAll().where('person', '=', personId).orderBy('position').execute();

async function putPassword(
  db: Db,
  { personId, passwordHash, changedAtMs }: Credential,
  keepSession: string | null,
): Promise<void> {
  const values = { password_hash: passwordHash, changed_at_ms: changedAtMs };
  await db
    .insertInto('credential')
    .values({ person: personId, ...values })
    .onConflict((conflict) => conflict.column('person').doUpdateSet(values))
    .execute();
  await db
    .deleteFrom('web_session')
    .where('person', '=', personId)
    .where('id_hash', '!=', keepSession ?? '')
    .execute();
  await db
    .deleteFrom('sign_in_link')
    .where('person', '=', personId)
    .where('used_at_ms', 'is', null)
    .execute();
}

const credentials = (db: Db): Credentials => ({
  async credential(personId) {
    const row = await db
      .selectFrom('credential')
      .selectAll()
      .where('person', '=', personId)
      .executeTakeFirst();
    return row
      ? { personId: row.person, passwordHash: row.password_hash, changedAtMs: row.changed_at_ms }
      : null;
  },

  setPassword: (credential, keepSession) =>
    db.transaction().execute((transaction) => putPassword(transaction, credential, keepSession)),

  setPasswordByLink: (secretHash, passwordHash, atMs) =>
    db.transaction().execute(async (transaction) => {
      const link = await useLink(transaction, secretHash, atMs, 'password');
      if (typeof link !== 'string')
        await putPassword(transaction, { personId: link.personId, passwordHash, changedAtMs: atMs }, null);
      return link;
    }),

  async replaceHash(personId, oldHash, newHash) {
    await db
      .updateTable('credential')
      .set({ password_hash: newHash })
      .where('person', '=', personId)
      .where('password_hash', '=', oldHash)
      .execute();
  },
});

const sessions = (db: Db): Sessions => ({
  async createSession({ idHash, personId, expiresAtMs, createdAtMs, device, seenAtMs }) {
    await db
      .insertInto('web_session')
      .values({
        id_hash: idHash,
        person: personId,
        device,
        created_at_ms: createdAtMs,
        seen_at_ms: seenAtMs,
        expires_at_ms: expiresAtMs,
      })
      .execute();
  },

  async session(idHash) {
    const row = await db
      .selectFrom('web_session')
      .selectAll()
      .where('id_hash', '=', idHash)
      .executeTakeFirst();
    return row ? sessionOf(row) : null;
  },

  async sessionsOf(personId) {
    const rows = await db
      .selectFrom('web_session')
      .selectAll()
      .where('person', '=', personId)
      .orderBy('created_at_ms')
      .orderBy('id_hash')
      .execute();
    return rows.map(sessionOf);
  },

  async setSessionExpiry(idHash, expiresAtMs) {
    await db
      .updateTable('web_session')
      .set({ expires_at_ms: expiresAtMs })
      .where('id_hash', '=', idHash)
      .execute();
  },

  async setSessionSeen(idHash, seenAtMs) {
    await db.updateTable('web_session').set({ seen_at_ms: seenAtMs }).where('id_hash', '=', idHash).execute();
  },

  async deleteSession(idHash) {
    await db.deleteFrom('web_session').where('id_hash', '=', idHash).execute();
  },

  async deleteSessionOf(personId, idHash) {
    const deleted = await db
      .deleteFrom('web_session')
      .where('id_hash', '=', idHash)
      .where('person', '=', personId)
      .executeTakeFirst();
    return deleted.numDeletedRows === 1n;
  },

  async deleteSessionsOf(personId, keepSession = '') {
    await db
      .deleteFrom('web_session')
      .where('person', '=', personId)
      .where('id_hash', '!=', keepSession)
      .execute();
  },

  async deleteSessionsExpiredBefore(atMs) {
    await db.deleteFrom('web_session').where('expires_at_ms', '<', atMs).execute();
  },
});

const links = (db: Db): Links => ({
  async createSignInLink({ secretHash, personId, purpose, expiresAtMs, createdAtMs }: SignInLink) {
    await db
      .insertInto('sign_in_link')
      .values({
        secret_hash: secretHash,
        person: personId,
        purpose,
        expires_at_ms: expiresAtMs,
        created_at_ms: createdAtMs,
        used_at_ms: null,
      })
      .execute();
  },

  readSignInLink: (secretHash, atMs, purpose) => readLink(db, secretHash, atMs, purpose),

  consumeSignInLink: (secretHash, atMs, purpose) => useLink(db, secretHash, atMs, purpose),

  async deleteSignInLinksExpiredBefore(atMs) {
    await db.deleteFrom('sign_in_link').where('expires_at_ms', '<', atMs).execute();
  },
});

async function useLink(db: Db, secretHash: string, atMs: number, purpose: LinkPurpose): Promise<LinkAnswer> {
  // One statement decides: of two at once the second finds the link used.
  const used = await db
    .updateTable('sign_in_link')
    .set({ used_at_ms: atMs })
    .where('secret_hash', '=', secretHash)
    .where('purpose', '=', purpose)
    .where('used_at_ms', 'is', null)
    .where('expires_at_ms', '>', atMs)
    .returning('person')
    .executeTakeFirst();
  return used ? { personId: used.person } : readLink(db, secretHash, atMs, purpose);
}

async function readLink(db: Db, secretHash: string, atMs: number, purpose: LinkPurpose): Promise<LinkAnswer> {
  const link = await db
    .selectFrom('sign_in_link')
    .select(['person', 'used_at_ms', 'expires_at_ms'])
    .where('secret_hash', '=', secretHash)
    .where('purpose', '=', purpose)
    .executeTakeFirst();
  if (!link) return 'unknown';
  if (link.used_at_ms !== null) return 'used';
  return link.expires_at_ms > atMs ? { personId: link.person } : 'expired';
}

const tokens = (db: Db): Tokens => ({
  async createApiToken(token) {
    await db
      .insertInto('api_token')
      .values({
        id: token.id,
        secret_hash: token.secretHash,
        person: token.personId,
        label: token.label,
        created_at_ms: token.createdAtMs,
        expires_at_ms: token.expiresAtMs,
      })
      .execute();
  },

  async apiToken(secretHash) {
    const row = await db
      .selectFrom('api_token')
      .selectAll()
      .where('secret_hash', '=', secretHash)
      .executeTakeFirst();
    return row ? tokenOf(row) : null;
  },

  async deleteApiToken(id) {
    await db.deleteFrom('api_token').where('id', '=', id).execute();
  },
});

const sessionOf = (row: WebSessionTable): WebSession => ({
  idHash: row.id_hash,
  personId: row.person,
  expiresAtMs: row.expires_at_ms,
  createdAtMs: row.created_at_ms,
  device: row.device,
  seenAtMs: row.seen_at_ms,
});

const tokenOf = (row: ApiTokenTable): ApiToken => ({
  id: row.id,
  secretHash: row.secret_hash,
  personId: row.person,
  label: row.label,
  createdAtMs: row.created_at_ms,
  expiresAtMs: row.expires_at_ms,
});
