import type { Adapter, DatabaseSession, Lucia } from 'lucia';
import type { AccountStore, Person, WebSession } from '#server/ports/account-store.ts';
import { isStorageTrouble } from '#server/ports/storage-trouble.ts';
import { hashSecret } from './secrets.ts';

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<SessionAttributes, { readonly person: Person }>;
    DatabaseUserAttributes: { readonly person: Person };
    DatabaseSessionAttributes: SessionAttributes;
  }
}

export interface SessionAttributes {
  readonly device: string;
  readonly seenAtMs: number;
}

/**
 * Lucia's seven questions answered from the account store. Lucia handles session ids as they stand
 * in the cookie; the store only ever sees their SHA-256.
 */
export function luciaAdapter(accounts: AccountStore): Adapter {
  const asLucia = (session: WebSession, id: string): DatabaseSession => ({
    id,
    userId: session.personId,
    expiresAt: new Date(session.expiresAtMs),
    attributes: { device: session.device, seenAtMs: session.seenAtMs },
  });
  return {
    async getSessionAndUser(id) {
      const session = await accounts.session(hashSecret(id));
      if (!session) return [null, null];
      const person = await accounts.person(session.personId);
      return [asLucia(session, id), person && { id: person.id, attributes: { person } }];
    },
    // The ids are not known any more: the hashes stand for them, good for a list, useless in a cookie.
    async getUserSessions(personId) {
      return (await accounts.sessionsOf(personId)).map((session) => asLucia(session, session.idHash));
    },
    setSession: ({ id, userId, expiresAt, attributes }) =>
      accounts.createSession({
        idHash: hashSecret(id),
        personId: userId,
        expiresAtMs: expiresAt.getTime(),
        createdAtMs: attributes.seenAtMs,
        device: attributes.device,
        seenAtMs: attributes.seenAtMs,
      }),
    async updateSessionExpiration(id, expiresAt) {
      try {
        await accounts.setSessionExpiry(hashSecret(id), expiresAt.getTime());
      } catch (error) {
        // This happens while people read, which goes on when the disk is full: the next visit prolongs it.
        if (!isStorageTrouble(error)) throw error;
      }
    },
    deleteSession: (id) => accounts.deleteSession(hashSecret(id)),
    deleteUserSessions: (personId) => accounts.deleteSessionsOf(personId),
    deleteExpiredSessions: () => accounts.deleteSessionsExpiredBefore(Date.now()),
  };
}
