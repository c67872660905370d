import { ownerOf } from './names.ts';

/**
 * Whether a text of anybody is on this device. What looks after texts brings the editor's whole store along,
 * so a page asks here first. Without a list of databases there may be one.
 */
export async function anythingHere(factory: Pick<IDBFactory, 'databases'>): Promise<boolean> {
  if (typeof factory.databases !== 'function') return true;
  const known = await factory.databases();
  return known.some(({ name }) => name !== undefined && ownerOf(name) !== null);
}
