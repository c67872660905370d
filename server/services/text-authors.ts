import type { DocumentId, PartnershipId } from '#lib/core/ids.ts';
import { ok, type Result } from '#lib/core/result.ts';
import type { CountryCode } from '#lib/domain/partnership/organisation.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { AccountStore } from '#server/ports/account-store.ts';
import { SERVER_AUTHOR, type DocStore } from '#server/ports/doc-store.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { FindDocument } from './find-document.ts';

/** Somebody who wrote in a text, as their colleagues know them. */
export interface TextAuthor {
  readonly id: string;
  readonly name: string;
  readonly organisation: string | null;
  readonly country: CountryCode | null;
  /** Not a member any more. */
  readonly former: boolean;
}

/** Authors by id. Who is erased, and the program itself, are not among them. */
export type TextAuthors = Readonly<Record<string, TextAuthor>>;

interface PeopleDeps {
  readonly partnerships: PartnershipStore;
  readonly accounts: AccountStore;
}

export async function namedAuthors(
  { partnerships, accounts }: PeopleDeps,
  partnershipId: PartnershipId,
  ids: ReadonlySet<string>,
): Promise<TextAuthors> {
  const [members, organisations] = await Promise.all([
    partnerships.members(partnershipId),
    partnerships.organisations(partnershipId),
  ]);
  const authors: Record<string, TextAuthor> = {};
  for (const { personId: id, name, organisationId } of members) {
    const organisation = organisations.find((it) => it.id === organisationId);
    if (ids.has(id))
      authors[id] = {
        ...{ id, name, organisation: organisation?.name ?? null, country: organisation?.country ?? null },
        former: false,
      };
  }
  for (const id of ids) {
    if (id === SERVER_AUTHOR || authors[id]) continue;
    const person = await accounts.person(id);
    if (person) authors[id] = { id, name: person.name, organisation: null, country: null, former: true };
  }
  return authors;
}

/** Who wrote which part of a text: every piece of it bears the number of the browser that wrote it. */
export interface TextAuthorship {
  /** Yjs client id, in decimal → author id, or `server`. */
  readonly clients: Readonly<Record<string, string>>;
  readonly authors: TextAuthors;
}

/** Errors: those of `findDocument`. */
export const textAuthorship =
  (deps: PeopleDeps & { readonly docs: DocStore; readonly findDocument: FindDocument }) =>
  async (principal: Principal | null, documentId: DocumentId): Promise<Result<TextAuthorship>> => {
    const found = await deps.findDocument(principal, documentId, 'read');
    if (!found.ok) return found;
    const clients = await deps.docs.clients(documentId);
    const authors = await namedAuthors(deps, found.value.entry.work.partnershipId, new Set(clients.values()));
    return ok({ clients: Object.fromEntries(clients), authors });
  };
