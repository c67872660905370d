/**
 * What a person's databases on a device are called. A person's name stands first in each, so that nobody
 * opens another's by mistake and all of them can be found at sign-out.
 */
const PREFIX = 'tandem';

export const shelfName = (personId: string): string => `${PREFIX}:${encodeURIComponent(personId)}`;

export const textName = (personId: string, documentId: string, incarnation: number): string =>
  `${shelfName(personId)}:${encodeURIComponent(documentId)}:${incarnation}`;

/** Whose database it is; `null`: none of ours. */
export function ownerOf(name: string): string | null {
  const [prefix, person] = name.split(':');
  return prefix === PREFIX && person !== undefined ? decodeURIComponent(person) : null;
}

/** Which text a database holds; `null`: it holds none. */
export function textIn(name: string): { readonly documentId: string; readonly incarnation: number } | null {
  const [prefix, , documentId, incarnation] = name.split(':');
  if (prefix !== PREFIX || documentId === undefined || incarnation === undefined) return null;
  return { documentId: decodeURIComponent(documentId), incarnation: Number(incarnation) };
}
