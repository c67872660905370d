import { assert } from '#lib/core/assert.ts';
import { missingBeforeReview, type ItemKind } from '#lib/domain/deliverable/required-fields.ts';
import type { WorkState } from '#lib/domain/deliverable/work.ts';
import { serverTranslator } from '#lib/i18n/every-catalogue.ts';
import { createFormats } from '#lib/i18n/formats.ts';
import type { ContentNode } from '#lib/schema/text/convert.ts';
import { bold, callout, paragraph, text, type Inline } from './prose.ts';
import type { Bilingual, ExampleLanguage, Labels } from './read-example.ts';

/** What turns structured data into sentences of one language. */
export class Words {
  readonly language: ExampleLanguage;
  readonly labels: Labels;
  readonly #formats: ReturnType<typeof createFormats>;

  constructor(language: ExampleLanguage, labels: Labels) {
    this.language = language;
    this.labels = labels;
    this.#formats = createFormats(language);
  }

  /** This language of a pair. */
  of(pair: Bilingual): string {
    return pair[this.language];
  }

  all(pairs: readonly Bilingual[]): readonly string[] {
    return pairs.map((pair) => this.of(pair));
  }

  label(group: string, key: string): string {
    const pair = this.labels[group]?.[key];
    assert(pair, `labels.yaml has no ${group}.${key}`);
    return this.of(pair);
  }

  list(group: string, keys: readonly string[]): string {
    return keys.map((key) => this.label(group, key)).join(', ');
  }

  country(code: string): string {
    return this.#formats.countryName(code);
  }

  number(value: number): string {
    return this.#formats.number(value);
  }

  state(state: WorkState): string {
    return serverTranslator(this.language)(`deliverables.state.${state}`);
  }

  /** “Label: value.”, with this language's colon. */
  line(label: string, value: string): readonly Inline[] {
    return [text(`${label}${this.language === 'fr' ? ' :' : ':'}`, bold), text(` ${value}`)];
  }
}

/** The callout that says what the example is, and the introduction. */
export const opening = (words: Words, introduction: readonly Bilingual[]): readonly ContentNode[] => [
  callout('example-notice', 'example', words.label('example', 'banner')),
  ...introduction.map((pair, index) => paragraph(`introduction-${index + 1}`, words.of(pair))),
];

/** Where an item stands, and what keeps it from review. */
export function standing(
  words: Words,
  kind: ItemKind,
  id: string,
  item: { readonly state: WorkState },
): ContentNode[] {
  const missing = missingBeforeReview(kind, item as unknown as Readonly<Record<string, unknown>>);
  const state = paragraph(`${id}-state`, words.line(words.label('lines', 'state'), words.state(item.state)));
  if (missing.length === 0) return [state];
  const toComplete = words.line(words.label('lines', 'toComplete'), words.list('fields', missing));
  return [state, paragraph(`${id}-to-complete`, toComplete)];
}
