import { sql, type Transaction } from 'kysely';
import type { Acceptance, Invitation, InvitationStore } from '#server/ports/invitation-store.ts';
import { fromJson, grantRows, json, personRow } from './rows.ts';
import type { Database, Db, InvitationTable } from './schema.ts';

/** Invitations in a table: what was offered, to whom, until when; never the secret, only its hash. */
export function sqlInvitationStore(db: Db): InvitationStore {
  return {
    create: (invitation, pendingMax) =>
      db.transaction().execute((transaction) => create(transaction, invitation, pendingMax)),

    async pending(partnershipId) {
      const rows = await db
        .selectFrom('invitation')
        .selectAll()
        .where('partnership', '=', partnershipId)
        .where('accepted_at_ms', 'is', null)
        .orderBy('created_at_ms', 'desc')
        .orderBy('id')
        .execute();
      return rows.map(invitationOf);
    },

    bySecret: (secretHash) => bySecret(db, secretHash),

    async renew(id, { secretHash, expiresAtMs }) {
      const renewed = await db
        .updateTable('invitation')
        .set({ secret_hash: secretHash, expires_at_ms: expiresAtMs })
        .where('id', '=', id)
        .where('accepted_at_ms', 'is', null)
        .executeTakeFirst();
      return renewed.numUpdatedRows === 1n;
    },

    async withdraw(id) {
      const deleted = await db
        .deleteFrom('invitation')
        .where('id', '=', id)
        .where('accepted_at_ms', 'is', null)
        .executeTakeFirst();
      return deleted.numDeletedRows === 1n;
    },

    accept: (acceptance) => db.transaction().execute((transaction) => accept(transaction, acceptance)),

    async deleteEndedBefore(atMs) {
      await db
        .deleteFrom('invitation')
        .where((eb) => eb.or([eb('accepted_at_ms', '<', atMs), eb('expires_at_ms', '<', atMs)]))
        .execute();
    },
  };
}

async function create(
  transaction: Transaction<Database>,
  invitation: Invitation,
  pendingMax: number,
): ReturnType<InvitationStore['create']> {
  const { partnershipId, email, createdAtMs } = invitation;
  const waiting = transaction
    .selectFrom('invitation')
    .where('partnership', '=', partnershipId)
    .where('accepted_at_ms', 'is', null)
    .where('expires_at_ms', '>', createdAtMs);
  const same = await waiting.select('id').where(sameEmail(email)).executeTakeFirst();
  if (same) return 'already-invited';
  const { n } = await waiting.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
  if (n >= pendingMax) return 'too-many';
  await transaction
    .deleteFrom('invitation')
    .where('partnership', '=', partnershipId)
    .where('accepted_at_ms', 'is', null)
    .where(sameEmail(email))
    .execute();
  await transaction.insertInto('invitation').values(invitationRow(invitation)).execute();
  return 'stored';
}

async function bySecret(db: Db, secretHash: string): Promise<Invitation | null> {
  const row = await db
    .selectFrom('invitation')
    .selectAll()
    .where('secret_hash', '=', secretHash)
    .executeTakeFirst();
  return row ? invitationOf(row) : null;
}

async function accept(
  transaction: Transaction<Database>,
  { secretHash, atMs, who }: Acceptance,
): ReturnType<InvitationStore['accept']> {
  if (who.kind === 'new' && (await emailTaken(transaction, who.person.email))) return 'email-taken';
  // One statement decides: of two at once the second finds the invitation used.
  const row = await transaction
    .updateTable('invitation')
    .set({ accepted_at_ms: atMs })
    .where('secret_hash', '=', secretHash)
    .where('accepted_at_ms', 'is', null)
    .where('expires_at_ms', '>', atMs)
    .returningAll()
    .executeTakeFirst();
  if (!row) return whyNot(await bySecret(transaction, secretHash));
  const { partnershipId, organisationId, grants } = invitationOf(row);
  const member = { partnership: partnershipId, person: who.kind === 'new' ? who.person.id : who.personId };
  if (who.kind === 'new') {
    await transaction.insertInto('person').values(personRow(who.person)).execute();
    await transaction
      .insertInto('credential')
      .values({ person: member.person, password_hash: who.passwordHash, changed_at_ms: atMs })
      .execute();
  }
  const isNew = await transaction
    .insertInto('member')
    .values({ ...member, organisation: organisationId })
    .onConflict((conflict) => conflict.columns(['partnership', 'person']).doNothing())
    .returning('person')
    .executeTakeFirst();
  if (!isNew) return 'already-member';
  if (grants.length > 0)
    await transaction.insertInto('member_grant').values(grantRows(member, grants)).execute();
  return 'accepted';
}

const whyNot = (invitation: Invitation | null) =>
  invitation === null ? 'unknown' : invitation.acceptedAtMs === null ? 'expired' : 'used';

async function emailTaken(db: Db, email: string | null): Promise<boolean> {
  if (email === null) return false;
  const row = await db.selectFrom('person').select('id').where(sameEmail(email)).executeTakeFirst();
  return row !== undefined;
}

const sameEmail = (email: string) => sql<boolean>`lower(email) = lower(${email})`;

const invitationRow = (invitation: Invitation): InvitationTable => ({
  id: invitation.id,
  partnership: invitation.partnershipId,
  secret_hash: invitation.secretHash,
  email: invitation.email,
  name: invitation.name,
  locale: invitation.locale,
  organisation: invitation.organisationId,
  grants: json(invitation.grants),
  invited_by: invitation.invitedBy,
  created_at_ms: invitation.createdAtMs,
  expires_at_ms: invitation.expiresAtMs,
  accepted_at_ms: invitation.acceptedAtMs,
});

const invitationOf = (row: InvitationTable): Invitation => ({
  id: row.id,
  partnershipId: row.partnership,
  secretHash: row.secret_hash,
  email: row.email,
  name: row.name,
  locale: row.locale,
  organisationId: row.organisation,
  grants: fromJson(row.grants),
  invitedBy: row.invited_by,
  createdAtMs: row.created_at_ms,
  expiresAtMs: row.expires_at_ms,
  acceptedAtMs: row.accepted_at_ms,
});
