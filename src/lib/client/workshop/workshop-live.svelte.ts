import { SvelteMap } from 'svelte/reactivity';
import { newId } from '#lib/core/ids.ts';
import { ok, problem, type Problem, type Result } from '#lib/core/result.ts';
import type { Format } from '#lib/domain/workshop/format.ts';
import type { Command } from '#lib/domain/workshop/running/commands.ts';
import type {
  AsideView,
  Audience,
  BallotView,
  CardView,
  MeView,
  NowView,
  PersonView,
  TableView,
  VotesView,
} from '#lib/domain/workshop/running/views.ts';
import { stepsOf, type Step } from '#lib/domain/workshop/steps.ts';
import type { ServerPart } from '#lib/protocol/workshop-wire.ts';
import { KnownValues } from './known-values.ts';
import type { PendingCommand } from './pending-command.ts';
import { cardWith, votesWith, type ShownCard } from './pending-commands.ts';
import { WorkshopSocket, type SocketState } from './workshop-socket.ts';

export type { ShownCard } from './pending-commands.ts';

export interface WorkshopLiveOptions {
  readonly workshopId: string;
  readonly format: Format;
  readonly as: 'seat' | 'steer' | 'screen';
  /** `wss://host/workshop` */
  readonly url: string;
  /** Where commands wait that could not be sent; none: nowhere. */
  readonly storage?: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | undefined;
  readonly onRefused?: (refused: RefusedCommand) => void;
}

/** Taken back from the screen, with the reason. */
export interface RefusedCommand {
  readonly command: Command;
  readonly as: string;
  readonly code: string;
  readonly about?: string | number;
}

/**
 * A running workshop in one page: create it in the browser, close it on leaving. What somebody does is shown
 * at once, kept on the device until the server has it, and taken back with the reason when it is refused.
 */
export class WorkshopLive {
  readonly steps: readonly Step[];
  /** `null`: not told yet. */
  now = $state.raw<NowView | null>(null);
  readonly tables = new SvelteMap<number, TableView>();
  readonly people = new SvelteMap<string, PersonView>();
  readonly cards = new SvelteMap<string, ShownCard>();
  readonly ballots = new SvelteMap<string, BallotView>();
  /** Of the people on this device. */
  readonly mine = new SvelteMap<string, MeView>();
  /** `person ballot` → option → vote */
  readonly votes = new SvelteMap<string, VotesView>();
  /** To who steers. */
  readonly asides = new SvelteMap<string, AsideView>();
  /** Who is connected: as a number, and to who steers by name. */
  present = $state(0);
  here = $state.raw<readonly string[]>([]);
  /** Who acts on this device. */
  actors = $state.raw<readonly string[]>([]);
  line = $state.raw<SocketState>({ kind: 'connecting' });
  /** What is not on the server's disk yet. */
  readonly pending = new SvelteMap<string, PendingCommand>();

  readonly step: Step | null = $derived.by(() => (this.now && this.steps[this.now.step]) ?? null);

  readonly #options: WorkshopLiveOptions;
  readonly #known = new KnownValues();
  readonly #socket: WorkshopSocket;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows who waits
  readonly #answers = new Map<string, (result: Result<void>) => void>();
  #offsetMs = 0;
  readonly #online = () => this.#socket.retry();
  readonly #seen = () => {
    if (document.visibilityState === 'visible') this.#socket.retry();
  };

  constructor(options: WorkshopLiveOptions) {
    this.#options = options;
    this.steps = stepsOf(options.format);
    this.#socket = new WorkshopSocket({
      url: `${options.url}/${options.workshopId}`,
      as: options.as,
      random: Math.random,
      onParts: (parts) => this.#take(parts),
      onState: (state) => (this.line = state),
    });
    for (const command of this.#restored()) this.#enqueue(command);
    addEventListener('online', this.#online);
    document.addEventListener('visibilitychange', this.#seen);
  }

  close(): void {
    removeEventListener('online', this.#online);
    document.removeEventListener('visibilitychange', this.#seen);
    this.#socket.close();
  }

  /** The server's clock. */
  nowMs(): number {
    return Date.now() + this.#offsetMs;
  }

  /** What is left of the stage; negative: it runs over. */
  leftMs(nowMs: number): number {
    const clock = this.now?.clock;
    if (!clock) return 0;
    return clock.kind === 'running' ? clock.endsAtMs - nowMs : clock.leftMs;
  }

  /** Tables to be told of beside one's own. */
  look(tables: readonly number[]): void {
    this.#socket.look(tables);
  }

  votesOf(person: string, ballot: string): VotesView {
    return this.votes.get(`${person} ${ballot}`) ?? {};
  }

  /** Resolves when it is on the server's disk, or refused; `as`: who on this device, unless there is one alone. */
  run(command: Command, as: string | undefined = this.actors[0]): Promise<Result<void>> {
    if (as === undefined) return Promise.resolve(problem('person-unknown'));
    const pending: PendingCommand = { key: newId(pageRandom), as, command, atMs: Date.now() };
    return new Promise((resolve) => {
      this.#answers.set(pending.key, resolve);
      this.#enqueue(pending);
      this.#keep();
    });
  }

  newCardId = (): string => newId(pageRandom);

  #enqueue(pending: PendingCommand): void {
    this.pending.set(pending.key, pending);
    this.#socket.send(pending);
    this.#showAgain(pending);
  }

  #settle(key: string, result: Result<void>): void {
    const pending = this.pending.get(key);
    this.pending.delete(key);
    this.#answers.get(key)?.(result);
    this.#answers.delete(key);
    if (!pending) return;
    this.#keep();
    this.#showAgain(pending);
    if (result.ok) return;
    const { code, about } = result.problem as Problem & { readonly about?: string | number };
    this.#options.onRefused?.({
      ...{ command: pending.command, as: pending.as, code },
      ...(about === undefined ? {} : { about }),
    });
  }

  #showAgain({ command, as }: PendingCommand): void {
    if ('card' in command) this.#show(`card:${command.card}`);
    else if (command.type === 'vote') this.#showVotes(as, command.ballot);
  }

  #take(parts: readonly ServerPart[]): void {
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- it ends with this call
    const touched = new Set<string>();
    const settled: (() => void)[] = [];
    for (const part of parts) {
      switch (part.t) {
        case 'hello':
          this.#offsetMs = part.nowMs - Date.now();
          this.actors = part.people;
          for (const key of this.#known.clear()) touched.add(key);
          break;
        case 'beat':
          this.#offsetMs = part.nowMs - Date.now();
          break;
        case 'told':
        case 'drop':
          for (const key of this.#known.take(part)) touched.add(key);
          break;
        // What it made was told before: the screen does not flicker.
        case 'done':
          settled.push(() => this.#settle(part.key, ok(undefined)));
          break;
        case 'refused': {
          const { code, about } = part;
          const refused = { ok: false, problem: about === undefined ? { code } : { code, about } } as const;
          settled.push(() => this.#settle(part.key, refused));
          break;
        }
      }
    }
    for (const key of touched) this.#show(key);
    for (const settle of settled) settle();
  }

  #show(key: string): void {
    const [kind = '', id = ''] = splitKey(key);
    switch (kind) {
      case 'now': {
        const before = this.now?.step;
        this.now = this.#known.get(key) as NowView | null;
        if (before !== this.now?.step) for (const it of this.pending.values()) this.#showAgain(it);
        break;
      }
      case 'table':
        return put(this.tables, Number(id), this.#known.get(key) as TableView | null);
      case 'person':
        return put(this.people, id, this.#known.get(key) as PersonView | null);
      case 'aside':
        return put(this.asides, id, this.#known.get(key) as AsideView | null);
      case 'ballot':
        return put(this.ballots, id, this.#known.get(key) as BallotView | null);
      case 'card': {
        const told = this.#known.get(key) as CardView | null;
        return put(this.cards, id, cardWith(told, id, this.pending.values(), this.#place));
      }
      case 'me':
        for (const actor of this.actors)
          put(this.mine, actor, this.#known.get(key, ownOf(actor)) as MeView | null);
        break;
      case 'votes':
        for (const actor of this.actors) this.#showVotes(actor, id);
        break;
      case 'present':
        this.present = (this.#known.get(key) as number | null) ?? 0;
        break;
      case 'here':
        this.here = (this.#known.get(key) as readonly string[] | null) ?? [];
        break;
    }
  }

  readonly #place = {
    step: (): number => this.now?.step ?? 0,
    tableOf: (person: string, zone: string): number => {
      const isOfRoom = this.#options.format.zones.find(({ id }) => id === zone)?.of === 'room';
      return isOfRoom ? 0 : (this.mine.get(person)?.table ?? 0);
    },
  };

  #showVotes(voter: string, ballot: string): void {
    const told = this.#known.get(`votes:${ballot}`, ownOf(voter)) as VotesView | null;
    const rule = ballot.slice(0, ballot.lastIndexOf(':'));
    const isSingle = this.#options.format.stages
      .flatMap(({ ballots }) => ballots ?? [])
      .some(({ id, method }) => id === rule && method === 'single');
    const votes = votesWith(told, { ballot, voter, isSingle }, this.pending.values());
    put(this.votes, `${voter} ${ballot}`, Object.keys(votes).length > 0 ? votes : null);
  }

  get #storageKey(): string {
    return `tandem-workshop:${this.#options.workshopId}:${this.#options.as}`;
  }

  #keep(): void {
    const { storage } = this.#options;
    try {
      if (this.pending.size === 0) storage?.removeItem(this.#storageKey);
      else storage?.setItem(this.#storageKey, JSON.stringify([...this.pending.values()]));
    } catch {
      // A full or forbidden store: it is still in the page, and the line comes back.
    }
  }

  #restored(): readonly PendingCommand[] {
    try {
      const kept = JSON.parse(this.#options.storage?.getItem(this.#storageKey) ?? '[]') as unknown;
      return Array.isArray(kept) ? (kept as PendingCommand[]) : [];
    } catch {
      return [];
    }
  }
}

const ownOf = (person: string): Audience => `person:${person}` as Audience;

/** `ballot:dots:2` is the ballot `dots:2`. */
function splitKey(key: string): readonly [string, string] {
  const at = key.indexOf(':');
  return at < 0 ? [key, ''] : [key.slice(0, at), key.slice(at + 1)];
}

function put<K, V>(map: SvelteMap<K, V>, key: K, value: V | null): void {
  if (value === null) map.delete(key);
  else map.set(key, value);
}

const pageRandom = { bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)) };
