import type { DeliverableId, DocumentId } from '#lib/core/ids.ts';
import {
  isEvidenceKind,
  workStates,
  type Deliverable,
  type DocumentMeta,
  type Work,
  type WorkState,
} from '../deliverable/work.ts';
import type { LanguageTag } from '../partnership/organisation.ts';

/** How far a deliverable is, from the texts that belong to it. */
export interface Progress {
  /** `null`: texts of no deliverable. */
  readonly deliverable: Deliverable | null;
  readonly works: number;
  /** In the order of a text's life; states without a text are left out. */
  readonly states: readonly { readonly state: WorkState; readonly count: number }[];
  /** Per stage, in order: which share of the texts has come at least so far, 0 to 1. */
  readonly reached: readonly number[];
  /** In which languages something is written, and in how many of the texts. */
  readonly languages: readonly { readonly language: LanguageTag; readonly count: number }[];
  /** `null`: nothing was written yet. */
  readonly changedAtMs: number | null;
  /** When it is one text: that text's documents. */
  readonly only: readonly { readonly id: DocumentId; readonly language: LanguageTag | null }[];
}

/** The stretches of a text's life, as one sees from afar. */
export const stages = ['draft', 'proposed', 'in-review', 'agreed', 'published'] as const;
const stageOf: Readonly<Record<WorkState, number>> = {
  draft: 0,
  proposed: 1,
  'in-review': 2,
  agreed: 3,
  'agreed-with-divergence': 3,
  published: 4,
  superseded: 4,
};

export interface WorkToCount {
  readonly work: Work;
  readonly documents: readonly DocumentMeta[];
}

/** One line per deliverable, in their order, and one for the texts of none; what was collected is not promised. */
export function progressOf(
  deliverables: readonly Deliverable[],
  works: readonly WorkToCount[],
): readonly Progress[] {
  const of = (id: DeliverableId | null) => works.filter(({ work }) => work.deliverableId === id);
  const free = of(null).filter(({ work }) => !isEvidenceKind(work.kind));
  return [
    ...deliverables.map((deliverable) => lineOf(deliverable, of(deliverable.id))),
    ...(free.length > 0 ? [lineOf(null, free)] : []),
  ];
}

function lineOf(deliverable: Deliverable | null, works: readonly WorkToCount[]): Progress {
  const languages = new Map<LanguageTag, number>();
  let changedAtMs: number | null = null;
  for (const { documents } of works)
    for (const { language, head, changedAtMs: changed } of documents) {
      if (head === 0) continue;
      changedAtMs = Math.max(changedAtMs ?? 0, changed);
      if (language !== null) languages.set(language, (languages.get(language) ?? 0) + 1);
    }
  const [single, ...others] = works;
  return {
    deliverable,
    works: works.length,
    states: workStates
      .map((state) => ({ state, count: works.filter(({ work }) => work.state === state).length }))
      .filter(({ count }) => count > 0),
    reached: stages.map((_, stage) =>
      works.length === 0 ? 0 : works.filter(({ work }) => stageOf[work.state] >= stage).length / works.length,
    ),
    languages: [...languages].map(([language, count]) => ({ language, count })),
    changedAtMs,
    only: single && others.length === 0 ? single.documents.map(({ id, language }) => ({ id, language })) : [],
  };
}
