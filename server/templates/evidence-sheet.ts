import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { evidenceKinds, type EvidenceKind } from '#lib/domain/deliverable/work.ts';
import { titleIn } from '#lib/domain/deliverable/titles.ts';
import type { LanguageTag } from '#lib/domain/partnership/organisation.ts';
import type { ContentNode } from '#lib/schema/text/convert.ts';

/**
 * What a sheet of the evidence library begins with: a heading for each field, and under it the question that
 * the field answers. One data file for each kind, in evidence/. A heading's block id is its field's name.
 */
export interface SheetTemplate {
  readonly opening: readonly { readonly kind: 'tip' | 'warning'; readonly words: Titles }[];
  /** Those that every sheet of the kind needs come first. */
  readonly fields: readonly {
    readonly id: string;
    readonly required?: boolean;
    readonly heading: Titles;
    readonly hint: Titles;
  }[];
}

type Titles = Readonly<Record<LanguageTag, string>>;

const read = (kind: EvidenceKind): SheetTemplate =>
  parse(readFileSync(new URL(`./evidence/${kind}.yaml`, import.meta.url), 'utf8')) as SheetTemplate;

let known: Readonly<Record<EvidenceKind, SheetTemplate>> | null = null;

/** Ours, checked by their test; read when the first sheet is begun. */
export const sheetTemplate = (kind: EvidenceKind): SheetTemplate =>
  (known ??= Object.fromEntries(evidenceKinds.map((it) => [it, read(it)])) as Record<
    EvidenceKind,
    SheetTemplate
  >)[kind];

/** A new sheet: notes on how to fill it in, then headings with their questions. */
export function emptySheet(kind: EvidenceKind, language: LanguageTag): ContentNode {
  const { opening, fields } = sheetTemplate(kind);
  const required = fields.filter((it) => it.required).length;
  return {
    type: 'doc',
    content: [
      ...opening.map(({ kind: tone, words }, index): ContentNode => {
        const id = `note-${index + 1}`;
        const said = paragraph(`${id}-text`, words, language, { required });
        return { type: 'callout', attrs: { id, kind: tone }, content: [said] };
      }),
      ...fields.flatMap(({ id, heading, hint }) => [
        headingOf(id, heading, language),
        paragraph(`${id}-text`, hint, language),
      ]),
    ],
  };
}

/** A sheet that says something already: the headings of what it answers, in the template's order. */
export const filledSheet = (
  kind: EvidenceKind,
  language: LanguageTag,
  answers: Readonly<Record<string, readonly ContentNode[]>>,
): readonly ContentNode[] =>
  sheetTemplate(kind).fields.flatMap(({ id, heading }) =>
    answers[id] ? [headingOf(id, heading, language), ...answers[id]] : [],
  );

const headingOf = (id: string, words: Titles, language: LanguageTag): ContentNode =>
  block('heading', { id, level: 2 }, words, language);

const paragraph = (id: string, words: Titles, language: LanguageTag, values = {}): ContentNode =>
  block('paragraph', { id }, words, language, values);

/** In the text's language; where we do not have it in English, and marked as such. */
function block(
  type: string,
  attrs: Readonly<Record<string, unknown>>,
  words: Titles,
  language: LanguageTag,
  values: Readonly<Record<string, number>> = {},
): ContentNode {
  const { text, lang } = titleIn(words, language);
  const said = text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
  const isOwn = lang === language || lang === language.split('-')[0];
  return { type, attrs: { ...attrs, ...(isOwn ? {} : { lang }) }, content: [{ type: 'text', text: said }] };
}
