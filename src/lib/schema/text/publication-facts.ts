import { limits } from '#lib/core/limits.ts';
import type { TextFacts, TextSpot, TextSpotKind } from '#lib/domain/publication/text-facts.ts';
import type { ContentNode } from './convert.ts';

/**
 * Reads what a publication depends on out of a text: what is there to print, and what the publication rules
 * (4.9) ask about. What somebody only proposes to insert is not the text yet, and is not printed either.
 */
export function publicationFacts(content: ContentNode): TextFacts {
  const reading: Reading = { spots: [], hasWords: false, level: 0 };
  for (const node of content.content ?? []) readBlock(node, null, reading);
  return { hasWords: reading.hasWords, spots: reading.spots };
}

interface Reading {
  readonly spots: TextSpot[];
  hasWords: boolean;
  /** Of the heading before; 0: none yet. */
  level: number;
}

/** Its parts have the lengths that addresses may have: without them a long run of letters takes the square of its time. */
const EMAIL = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/gu;
/** A code of an ESCO occupation without the address that makes the export print ESCO's notice. */
const ESCO_CODE = /\bESCO\b[^.;\n]{0,40}?\b\d{4}(?:\.\d+)+/u;
const ESCO_ADDRESS = '//data.europa.eu/esco/';

function readBlock(node: ContentNode, around: string | null, reading: Reading): void {
  const block = idOf(node) ?? around;
  const note = (kind: TextSpotKind, detail?: string) =>
    reading.spots.push(detail === undefined ? { kind, block } : { kind, block, detail: cut(detail) });
  const { attrs = {} } = node;

  if (node.type === 'image') {
    reading.hasWords = true;
    if (attrs.decorative !== true && String(attrs.alt ?? '').trim() === '')
      note('alt-missing', wordsOrNothing(attrs.caption));
  }
  if (node.type === 'table' && !holds(node.content?.[0], 'tableHeader') && !everyRowHasHeader(node))
    note('table-without-header');

  const children = node.content ?? [];
  if (children.some(isInline)) readWords(node, note, reading);
  else for (const child of children) readBlock(child, block, reading);
  for (const footnote of children.filter((child) => child.type === 'footnote' && !isProposed(child)))
    readWords(footnote, note, reading);
  for (const field of ['caption', 'summary', ...(attrs.decorative === true ? [] : ['alt'])])
    findAddresses(String(attrs[field] ?? ''), note);
}

type Note = (kind: TextSpotKind, detail?: string) => void;

function readWords(node: ContentNode, note: Note, reading: Reading): void {
  const children = node.content ?? [];
  if (children.some((child) => child.marks?.some(({ type }) => SUGGESTIONS.has(type)))) note('suggestion');
  const printed = children.filter((child) => !isProposed(child));
  // What is no text stands between words, as a mention does.
  const words = printed.map(({ type, text }) => (type === 'text' ? (text ?? '') : ' ')).join('');
  if (words.trim() !== '' || printed.some(({ type }) => SAYS_SOMETHING.has(type))) reading.hasWords = true;

  const links = printed.flatMap(({ marks = [] }) =>
    marks.flatMap(({ type, attrs }) => (type === 'link' ? [String(attrs?.href ?? '')] : [])),
  );
  const locators = printed.flatMap(({ type, attrs }) =>
    type === 'citation' ? [String(attrs?.locator ?? '')] : [],
  );
  findAddresses(
    [words, ...locators, ...links.filter((href) => /^mailto:/i.test(href)).map(withoutScheme)].join('\n'),
    note,
  );
  const code = ESCO_CODE.exec(words);
  if (code && ![words, ...links].some((it) => it.includes(ESCO_ADDRESS))) note('esco-unlinked', code[0]);

  if (node.type !== 'heading' || words.trim() === '') return;
  const level = Number(node.attrs?.level ?? 1);
  // The cover has the title: a text may begin with either of the two highest.
  if (level > Math.max(reading.level, 1) + 1) note('heading-skipped', words.trim());
  reading.level = level;
}

const SUGGESTIONS: ReadonlySet<string> = new Set(['insertion', 'deletion', 'modification']);
const SAYS_SOMETHING: ReadonlySet<string> = new Set([
  'mention',
  'citation',
  'glossaryTerm',
  'crossReference',
]);
const INLINE: ReadonlySet<string> = new Set([...SAYS_SOMETHING, 'text', 'hardBreak', 'footnote']);

const isProposed = ({ marks }: ContentNode): boolean =>
  marks?.some(({ type }) => type === 'insertion') ?? false;
const isInline = ({ type }: ContentNode): boolean => INLINE.has(type);
const idOf = ({ attrs }: ContentNode): string | null => (typeof attrs?.id === 'string' ? attrs.id : null);
const withoutScheme = (href: string): string => href.replace(/^mailto:/i, '').split('?')[0] ?? '';
const wordsOrNothing = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

function findAddresses(text: string, note: Note): void {
  for (const address of addressesIn(text)) note('email', address);
}

/** E-mail addresses, each once: the words and the target of one link are often the same. */
export const addressesIn = (text: string): readonly string[] => [...new Set(text.match(EMAIL))];

/** A finding says where to look; it does not take a page with it. */
const cut = (detail: string): string => {
  const { findingDetailLengthMax } = limits;
  if (detail.length <= findingDetailLengthMax) return detail;
  return `${detail
    .slice(0, findingDetailLengthMax - 1)
    .toWellFormed()
    .replace(/\uFFFD$/u, '')}…`;
};

const holds = (row: ContentNode | undefined, type: string): boolean =>
  row?.content?.some((cell) => cell.type === type) ?? false;

/** The first column may head the rows instead. */
const everyRowHasHeader = (table: ContentNode): boolean =>
  (table.content ?? []).every((row) => row.content?.[0]?.type === 'tableHeader');
