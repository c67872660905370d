import type { BallotRule, Format, Stage, Words } from '#lib/domain/workshop/format.ts';
import type { OptionTally } from '#lib/domain/workshop/running/ballots.ts';
import type { BallotView, CardView, TableView } from '#lib/domain/workshop/running/views.ts';
import type { Step } from '#lib/domain/workshop/steps.ts';

/**
 * screen/ is the projector: what the whole room may know, large enough for the last row. It steers nothing.
 * This file: a ballot's result as rows of a picture that is a table as well.
 */
export interface ResultRow {
  readonly option: string;
  readonly text: string;
  readonly lang: string | null;
  /** Of the longest bar, 0 to 1. */
  readonly share: number;
  readonly value: number;
  readonly voters: number;
  readonly consent: OptionTally['consent'] | null;
}

export interface ResultNames {
  readonly card: (id: string) => Pick<CardView, 'text' | 'fields' | 'lang'> | null;
  readonly table: (number: number) => Pick<TableView, 'topics'> | null;
  readonly tableName: (number: number) => string;
  readonly words: (words: Words) => string;
}

/** Best first. Of a card that this screen was not told of nothing is shown. */
export function resultRows(
  { tally }: Pick<BallotView, 'tally'>,
  rule: Pick<BallotRule, 'on' | 'method'>,
  names: ResultNames,
): readonly ResultRow[] {
  const max = Math.max(...(tally ?? []).map(({ sum }) => sum), 0);
  return (tally ?? []).flatMap(({ option, sum, voters, consent }) => {
    const named = nameOf(option, rule, names);
    if (!named) return [];
    const share = max > 0 ? sum / max : 0;
    return [{ option, ...named, value: Math.round(sum * 10) / 10, share, voters, consent: consent ?? null }];
  });
}

function nameOf(
  option: string,
  { on }: Pick<BallotRule, 'on'>,
  names: ResultNames,
): Pick<ResultRow, 'text' | 'lang'> | null {
  if (on === 'tables') {
    const number = Number(option);
    const topic = names.words(names.table(number)?.topics ?? {});
    return { text: [names.tableName(number), topic].filter(Boolean).join(': '), lang: null };
  }
  const card = names.card(option);
  return card && { text: card.text || Object.values(card.fields).join(' · '), lang: card.lang };
}

/** A ballot's rule, and the stage that opens it. */
export function ruleOf(
  format: Format,
  id: string,
): { readonly rule: BallotRule; readonly stage: Stage } | null {
  for (const stage of format.stages) {
    const rule = stage.ballots?.find((it) => it.id === id);
    if (rule) return { rule, stage };
  }
  return null;
}

/** What the nearest vote before this step came to, as far as it is revealed; nothing while another one is open. */
export function earlierResults(
  ballots: readonly BallotView[],
  steps: readonly Pick<Step, 'round' | 'stage'>[],
  at: number,
): readonly BallotView[] {
  if (ballots.some(({ isOpen }) => isOpen)) return [];
  for (const { round, stage } of steps.slice(0, at).reverse()) {
    const found = ballots.filter(
      (it) => it.round === round && stage.ballots?.some(({ id }) => id === it.rule),
    );
    if (found.length > 0) return found.filter(({ isRevealed }) => isRevealed);
  }
  return [];
}
