/**
 * Which values the attributes and marks of a text may hold. Content is checked where it enters (the
 * live connection, imports) and again where it is rendered: what another program wrote into the
 * shared document is not to be trusted on the strength of having passed an editor.
 */
const LANGUAGE_TAG = /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,4}$/i;
const OPAQUE_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const EXTERNAL_HREF = /^(https?:\/\/|mailto:)[^\s\u0000-\u001f\u007f]+$/i;
/** A page of this program or a place on it; `//host` and `/\host` would leave it. */
const INTERNAL_HREF = /^(#|\/(?![/\\]))[^\s\u0000-\u001f\u007f]*$/;
const TARGET = /^([A-Za-z0-9][A-Za-z0-9-]{0,63})?#[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

const HREF_LENGTH_MAX = 2_000;
const LINE_LENGTH_MAX = 2_000;
const SPAN_MAX = 1_000;
const COLUMN_WIDTH_PX_MAX = 10_000;

export const CALLOUT_KINDS = ['note', 'tip', 'warning', 'example'] as const;
export const HEADING_LEVELS = [1, 2, 3, 4] as const;

/** A BCP 47 tag of the shapes in use: language, then script, region or variants. */
export const isLanguageTag = (value: unknown): value is string =>
  typeof value === 'string' && LANGUAGE_TAG.test(value);

/** The links a text may hold: http, https, mailto, and places inside this program. */
export const isSafeHref = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length <= HREF_LENGTH_MAX &&
  (EXTERNAL_HREF.test(value) || INTERNAL_HREF.test(value));

type Check = (value: unknown) => boolean;

const id: Check = (value) => typeof value === 'string' && OPAQUE_ID.test(value);
const line: Check = (value) => typeof value === 'string' && value.length <= LINE_LENGTH_MAX;
const flag: Check = (value) => typeof value === 'boolean';
const integer =
  (min: number, max: number): Check =>
  (value) =>
    Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
const oneOf =
  (allowed: readonly unknown[]): Check =>
  (value) =>
    allowed.includes(value);
const columnWidths: Check = (value) =>
  Array.isArray(value) && value.length <= SPAN_MAX && value.every(integer(0, COLUMN_WIDTH_PX_MAX));
const scalar: Check = (value) =>
  value === null || typeof value === 'boolean' || typeof value === 'number' || line(value);

/** Node attributes. A name means the same on every node that has it, so one flat table serves. */
const attributeChecks: Readonly<Record<string, Check>> = {
  id,
  lang: isLanguageTag,
  of: id,
  ofHash: (value) => typeof value === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(value),
  level: oneOf(HEADING_LEVELS),
  start: integer(0, 1_000_000),
  checked: flag,
  language: (value) => typeof value === 'string' && /^[\w+#.-]{1,40}$/.test(value),
  colspan: integer(1, SPAN_MAX),
  rowspan: integer(1, SPAN_MAX),
  colwidth: columnWidths,
  src: id,
  alt: line,
  decorative: flag,
  caption: line,
  width: integer(10, 100),
  kind: oneOf(CALLOUT_KINDS),
  person: id,
  evidence: id,
  locator: line,
  target: (value) => typeof value === 'string' && TARGET.test(value),
  concept: id,
  form: line,
};

const suggestionId: Check = (value) => Number.isSafeInteger(value) || id(value);

const markChecks: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  link: { href: isSafeHref },
  lang: { lang: isLanguageTag },
  insertion: { id: suggestionId },
  deletion: { id: suggestionId },
  modification: {
    id: suggestionId,
    type: line,
    attrName: (value) => value === null || line(value),
    previousValue: scalar,
    newValue: scalar,
  },
};

/** True when a node attribute of this name may hold the value. `null` means: not set. */
export const acceptsAttribute = (name: string, value: unknown): boolean =>
  value === null || value === undefined || (attributeChecks[name]?.(value) ?? false);

/** True when a mark may carry the value: its attributes as an object, or `null`, which ends it. */
export function acceptsMark(name: string, value: unknown): boolean {
  if (value === null) return true;
  if (value === true) return markChecks[name] === undefined;
  if (typeof value !== 'object' || Array.isArray(value)) return false;
  const checks = markChecks[name] ?? {};
  return Object.entries(value).every(([key, held]) => checks[key]?.(held) ?? false);
}
