import { compareContent, type Comparison } from '#lib/schema/text/compare/compare.ts';
import type { ContentNode } from '#lib/schema/text/convert.ts';
import type { TextHistory } from '#server/services/list-versions.ts';
import { timelineOf, type Moment } from './timeline.ts';

/**
 * A text's past, as its page shows it: which moment is looked at, beside which other, and what differs.
 * Invariant: it changes the text only by asking the server to put a state back.
 */
export class TextPast {
  readonly documentId: string;
  history = $state.raw<TextHistory>() as TextHistory;
  /** The sequence number of the state looked at; `null`: the present one. */
  seq = $state<number | null>(null);
  /** Beside what: the state before it, the present one, or nothing. */
  beside = $state<Beside>('before');
  comparison = $state.raw<Comparison | null>(null);
  problem = $state<string | null>(null);
  loading = $state(false);

  readonly moments: readonly Moment[] = $derived(timelineOf(this.history));
  readonly chosen: Moment | null = $derived(
    this.moments.find(({ seq }) => seq === (this.seq ?? this.history.head)) ?? this.moments[0] ?? null,
  );

  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows what was loaded before
  readonly #states = new Map<number, Promise<ContentNode>>();
  #run = 0;

  constructor(documentId: string, history: TextHistory) {
    this.documentId = documentId;
    this.history = history;
  }

  /** Loads and compares what is chosen; the latest choice wins. */
  async show(): Promise<void> {
    const run = ++this.#run;
    const { chosen, beside, history } = this;
    if (!chosen) {
      this.comparison = null;
      return;
    }
    this.loading = true;
    this.problem = null;
    try {
      const shown = await this.#state(chosen.seq);
      const [before, after] =
        beside === 'nothing'
          ? [shown, shown]
          : beside === 'before'
            ? [await this.#state(chosen.previousSeq), shown]
            : [shown, await this.#state(history.head)];
      // Of a text's first words all is new: marking every one of them would only make them hard to read.
      const isFirst = (before.content ?? []).length === 0;
      if (run === this.#run) this.comparison = compareContent(isFirst ? after : before, after);
    } catch (cause) {
      if (run === this.#run) this.problem = codeOf(cause);
    } finally {
      if (run === this.#run) this.loading = false;
    }
  }

  async refresh(): Promise<void> {
    this.history = (await ask('GET', `${this.#base}/versions`)) as TextHistory;
  }

  async name(name: string, seq: number): Promise<void> {
    // The present moment is named in all languages of the work; an earlier one is this text's own.
    await ask('POST', `${this.#base}/versions`, seq === this.history.head ? { name } : { name, seq });
    await this.refresh();
  }

  async rename(versionId: string, name: string): Promise<void> {
    await ask('PATCH', `${this.#base}/versions/${versionId}`, { name });
    await this.refresh();
  }

  async forget(versionId: string): Promise<void> {
    await ask('DELETE', `${this.#base}/versions/${versionId}`);
    await this.refresh();
  }

  /** True when that changed anything. */
  async restore(seq: number): Promise<boolean> {
    const { changed } = (await ask('POST', `${this.#base}/restorations`, { seq })) as { changed: boolean };
    await this.refresh();
    this.seq = null;
    return changed;
  }

  get #base(): string {
    return `/api/v1/documents/${this.documentId}`;
  }

  #state(seq: number): Promise<ContentNode> {
    const known = this.#states.get(seq);
    if (known) return known;
    const asked = ask('GET', `${this.#base}/states/${seq}`).then(
      (answer) => (answer as { content: ContentNode }).content,
    );
    // What failed may be asked for again.
    asked.catch(() => this.#states.delete(seq));
    this.#states.set(seq, asked);
    return asked;
  }
}

export type Beside = 'before' | 'present' | 'nothing';

class Refused extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** The stable code of what went wrong; without an answer, `unreachable`. */
export const codeOf = (cause: unknown): string => (cause instanceof Refused ? cause.code : 'unreachable');

async function ask(method: string, url: string, body?: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: { accept: 'application/json', ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const answer: unknown = response.status === 204 ? null : await response.json();
  if (!response.ok) throw new Refused((answer as { code?: string } | null)?.code ?? 'internal');
  return answer;
}
