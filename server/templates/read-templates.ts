import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { DeliverableKind } from '#lib/domain/deliverable/work.ts';
import type { ActivityKind } from '#lib/domain/programme/activity.ts';
import type { LanguageTag } from '#lib/domain/partnership/organisation.ts';

/**
 * templates/ is what a new partnership may begin with: one data file each, no code. Invariant: a template
 * holds no person, no organisation and no text. It leaves making the rows to services/create-partnership.ts.
 */
export interface PartnershipTemplate {
  readonly id: string;
  readonly titles: Titles;
  readonly description: Titles;
  /** Proposed; whoever creates the partnership chooses. */
  readonly workingLanguage: LanguageTag;
  readonly languages: readonly LanguageTag[];
  readonly horizon: number | null;
  readonly deliverables: readonly {
    readonly code: string;
    readonly kind: DeliverableKind;
    readonly titles: Titles;
  }[];
  /** Without dates and places, which nobody knows yet. */
  readonly activities?: readonly { readonly kind: ActivityKind; readonly titles: Titles }[];
}

type Titles = Readonly<Record<LanguageTag, string>>;

/** In the order in which they are offered. Ours, checked by their test. */
export function readTemplates(): readonly PartnershipTemplate[] {
  const folder = new URL('./', import.meta.url);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map(
      (name) => parse(readFileSync(new URL(name, folder), 'utf8')) as PartnershipTemplate & { order: number },
    )
    .sort((a, b) => a.order - b.order)
    .map(({ order: _order, ...template }) => template);
}
