import type { PersonId } from '#lib/core/ids.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { AccountStore, ApiToken, Person, SignInLink, WebSession } from '#server/ports/account-store.ts';

/** An account store for tests that look at what is stored: `everything()` is all that would be on disk. */
export function memoryAccounts() {
  const people = new Map<PersonId, Person>();
  const principals = new Map<PersonId, Principal>();
  const sessions = new Map<string, WebSession>();
  const links = new Map<string, SignInLink & { used: boolean }>();
  const tokens = new Map<string, ApiToken>();

  const store: AccountStore = {
    person: async (id) => people.get(id) ?? null,
    personByEmail: async (email) => [...people.values()].find((person) => person.email === email) ?? null,
    createPerson: async (person) => void people.set(person.id, person),
    principal: async (id) =>
      people.has(id) ? (principals.get(id) ?? { personId: id, operator: false, memberships: [] }) : null,
    peopleWithRole: async (role, partnershipId) =>
      [...principals.values()]
        .filter(({ memberships }) =>
          memberships.some(
            (m) =>
              (partnershipId ?? m.partnershipId) === m.partnershipId && m.grants.some((g) => g.role === role),
          ),
        )
        .flatMap(({ personId }) => people.get(personId) ?? []),
    createSession: async (session) => void sessions.set(session.idHash, session),
    session: async (idHash) => sessions.get(idHash) ?? null,
    sessionsOf: async (personId) => [...sessions.values()].filter((session) => session.personId === personId),
    setSessionExpiry: async (idHash, expiresAtMs) => {
      const session = sessions.get(idHash);
      if (session) sessions.set(idHash, { ...session, expiresAtMs });
    },
    deleteSession: async (idHash) => void sessions.delete(idHash),
    deleteSessionsOf: async (personId) => {
      for (const session of sessions.values())
        if (session.personId === personId) sessions.delete(session.idHash);
    },
    deleteSessionsExpiredBefore: async (atMs) => {
      for (const session of sessions.values())
        if (session.expiresAtMs < atMs) sessions.delete(session.idHash);
    },
    createSignInLink: async (link) => void links.set(link.secretHash, { ...link, used: false }),
    consumeSignInLink: async (secretHash, atMs) => {
      const link = links.get(secretHash);
      if (!link) return 'unknown';
      if (link.used) return 'used';
      if (link.expiresAtMs <= atMs) return 'expired';
      links.set(secretHash, { ...link, used: true });
      return { personId: link.personId };
    },
    createApiToken: async (token) => void tokens.set(token.secretHash, token),
    apiToken: async (secretHash) => tokens.get(secretHash) ?? null,
    deleteApiToken: async (id) => {
      for (const token of tokens.values()) if (token.id === id) tokens.delete(token.secretHash);
    },
  };
  return Object.assign(store, {
    add(person: Person, principal?: Principal) {
      people.set(person.id, person);
      if (principal) principals.set(person.id, principal);
    },
    everything: () => JSON.stringify([people, principals, sessions, links, tokens].map((map) => [...map])),
  });
}
