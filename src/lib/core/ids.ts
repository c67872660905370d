import type { Random } from './random.ts';

/**
 * Identifiers are opaque: 20 characters of a 32-letter alphabet without look-alikes, 100 bits of
 * randomness, safe in URLs, file names and element ids (they begin with a letter).
 */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz023456789';
const LENGTH = 20;

export function newId(random: Random): string {
  const bytes = random.bytes(LENGTH);
  let id = ALPHABET[(bytes[0] ?? 0) % 23] ?? 'a';
  for (let i = 1; i < LENGTH; i++) id += ALPHABET[(bytes[i] ?? 0) & 31] ?? 'a';
  return id;
}

/** True for what this program mints and for the readable ids of the example (`doc-call-fr`). */
export const isId = (value: unknown): value is string =>
  typeof value === 'string' && /^[a-z0-9][a-z0-9-]{0,63}$/i.test(value);

type Brand<Name extends string> = string & { readonly __brand?: Name };
export type PersonId = Brand<'person'>;
export type PartnershipId = Brand<'partnership'>;
export type OrganisationId = Brand<'organisation'>;
export type WorkId = Brand<'work'>;
export type DocumentId = Brand<'document'>;
export type DeliverableId = Brand<'deliverable'>;
export type JobId = Brand<'job'>;
