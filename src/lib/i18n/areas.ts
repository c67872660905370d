/**
 * i18n/ turns keys into sentences of the reader's language.
 * Invariant: every key of the English catalogue exists, with the same arguments, in every locale
 * (catalogues.test.ts); keys are typed from the English JSON alone.
 * It leaves the words to the areas' owners and the choice of a person's locale to the server.
 */
import type en from './catalogues/en.ts';

/** One JSON file per area and locale, in messages/<locale>/<area>.json. */
export const AREAS = [
  'common',
  'ui',
  'auth',
  'partnership',
  'deliverables',
  'documents',
  'editor',
  'exports',
  'print',
  'errors',
  'pages',
  'accessibility',
  'account',
  'people',
  'mail',
  'access',
  'announce',
  'offline',
  'images',
  'blocks',
  'tools',
  'history',
  'shell',
  'home',
  'programme',
  'glossary',
  'evidence',
  'publications',
  'landing',
  'tour',
  'workshops',
  'seat',
  'steer',
] as const;

export type Area = (typeof AREAS)[number];

/** An area's messages: flat, or grouped one level deep. */
export type AreaMessages = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

export type Catalogue = Readonly<Record<Area, AreaMessages>>;

/** What a page has of it: nothing of mails and printed files, and a text's page only its own areas. */
export type PageCatalogue = Readonly<Partial<Record<Area, AreaMessages>>>;

type KeysOf<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${keyof T[K] & string}`;
}[keyof T & string];

type English = typeof en;

/** `area.key` or `area.group.key`, as far as the English catalogue has it. */
export type MessageKey = {
  [A in keyof English & string]: `${A}.${KeysOf<English[A]>}`;
}[keyof English & string];
