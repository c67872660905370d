import { askApi } from '#lib/client/api.ts';
import type { Result } from '#lib/core/result.ts';
import { compareContent, type Comparison } from '#lib/schema/text/compare/compare.ts';
import type { ContentNode } from '#lib/schema/text/convert.ts';
import type { TextHistory } from '#server/services/list-versions.ts';
import { timelineOf, type Moment } from './timeline.ts';

/** States kept for going back and forth: one of 300 pages is a few MB. */
const STATES_KEPT_MAX = 8;

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
  readonly #states = new Map<number, ContentNode>();
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
    const [before, after] = await Promise.all(
      beside === 'nothing'
        ? [this.#state(chosen.seq), this.#state(chosen.seq)]
        : beside === 'before'
          ? [this.#state(chosen.previousSeq), this.#state(chosen.seq)]
          : [this.#state(chosen.seq), this.#state(history.head)],
    );
    if (run !== this.#run) return;
    this.loading = false;
    if (!before.ok || !after.ok) {
      this.problem = before.ok ? (after.ok ? null : after.problem.code) : before.problem.code;
      return;
    }
    // Of a text's first words all is new: marking every one of them would only make them hard to read.
    const isFirst = (before.value.content ?? []).length === 0;
    this.comparison = compareContent(isFirst ? after.value : before.value, after.value);
  }

  /** The present moment is named in all languages of the work; an earlier one is this text's own. */
  name(name: string, seq: number): Promise<Result<unknown>> {
    return this.#change('POST', '/versions', { name, seq });
  }

  rename(versionId: string, name: string): Promise<Result<unknown>> {
    return this.#change('PATCH', `/versions/${versionId}`, { name });
  }

  forget(versionId: string): Promise<Result<unknown>> {
    return this.#change('DELETE', `/versions/${versionId}`);
  }

  async restore(seq: number): Promise<Result<{ readonly changed: boolean }>> {
    const restored = await this.#change<{ changed: boolean }>('POST', '/restorations', { seq });
    if (restored.ok) this.seq = null;
    return restored;
  }

  /** What was changed is changed also when the list cannot be read again just now. */
  async #change<T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Result<T>> {
    const changed = await askApi<T>(method, this.#base + path, body);
    if (!changed.ok) return changed;
    const listed = await askApi<TextHistory>('GET', `${this.#base}/versions`);
    if (listed.ok) this.history = listed.value;
    return changed;
  }

  get #base(): string {
    return `/documents/${this.documentId}`;
  }

  async #state(seq: number): Promise<Result<ContentNode>> {
    const known = this.#states.get(seq);
    if (known) return { ok: true, value: known };
    const asked = await askApi<{ content: ContentNode }>('GET', `${this.#base}/states/${seq}`);
    if (!asked.ok) return asked;
    this.#states.set(seq, asked.value.content);
    const [oldest] = this.#states.keys();
    if (this.#states.size > STATES_KEPT_MAX && oldest !== undefined) this.#states.delete(oldest);
    return { ok: true, value: asked.value.content };
  }
}

export type Beside = 'before' | 'present' | 'nothing';
