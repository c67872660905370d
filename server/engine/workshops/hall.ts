// over 400 lines because judging, writing and telling are one order of things over one state
import type { Clock } from '#lib/core/clock.ts';
import { limits } from '#lib/core/limits.ts';
import type { Random } from '#lib/core/random.ts';
import { ok, problem, type Problem, type Result } from '#lib/core/result.ts';
import { applyCommand } from '#lib/domain/workshop/running/apply-command.ts';
import type { Touched } from '#lib/domain/workshop/running/touched.ts';
import { checkCommand } from '#lib/domain/workshop/running/check-command.ts';
import {
  SERVER_ACTOR,
  type Actor,
  type Command,
  type LogEntry,
} from '#lib/domain/workshop/running/commands.ts';
import { leadIn } from '#lib/domain/workshop/running/lead-in.ts';
import { audiencesOf, tell, tellAll, type Told, type Viewer } from '#lib/domain/workshop/running/views.ts';
import { newWorkshop, type WorkshopState } from '#lib/domain/workshop/running/workshop-state.ts';
import type { ParticipantRow, Workshop } from '#lib/domain/workshop/workshop.ts';
import { closeCodes } from '#lib/protocol/close-codes.ts';
import { WORKSHOP_PROTOCOL_VERSION, type ReadPart } from '#lib/protocol/workshop-wire.ts';
import type { Recheck } from '#server/ports/live-workshops.ts';
import type { LiveSocket } from '#server/ports/live.ts';
import type { Log } from '#server/ports/log.ts';
import type { Metrics } from '#server/ports/metrics.ts';
import type { WorkshopStore } from '#server/ports/workshop-store.ts';
import { TokenBucket } from '../token-bucket.ts';
import { AudienceValues, wireOf } from './audience-values.ts';
import { Screen, watchedBy, type HallOfScreen } from './screen.ts';

export interface HallDeps {
  readonly store: WorkshopStore;
  readonly clock: Clock;
  /** For seats. */
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly timing: HallTiming;
  readonly onEmpty: () => void;
  /** What is in memory can no longer be trusted: whoever comes next has it read anew. */
  readonly onBroken: () => void;
}

export interface HallTiming {
  /** Least time between two commits of one workshop: commands in between go together. */
  readonly tickMs: number;
  /** How often who is here is told. */
  readonly presenceMs: number;
  /** How often slow and silent screens are looked after. */
  readonly tendMs: number;
  /** How long a hall that nobody looks at is kept. */
  readonly lingerMs: number;
}

export const hallTiming: HallTiming = { tickMs: 25, presenceMs: 1_000, tendMs: 1_000, lingerMs: 30_000 };

interface Waiting {
  readonly actor: Actor;
  readonly key: string;
  readonly command: Command;
  readonly answer: (result: Result<void, Refused>) => void;
}

/** `about`: what the sentence needs. */
export interface Refused extends Problem {
  readonly about?: string | number;
}

/**
 * One running workshop: its state, and the screens that look at it.
 * Invariant: a command takes effect for others, and is answered, only when it is on the disk (E6); its right is
 * judged against the state that all commands before it have made (W3); no screen is told what its audiences
 * may not see (W4).
 */
export class Hall implements HallOfScreen {
  readonly workshopId: string;
  readonly #deps: HallDeps;
  #state: WorkshopState | null = null;
  #seq = 0;
  /** Senders' keys that are in the log. */
  #known = new Set<string>();
  #names = new Map<string, string>();
  #values = new AudienceValues();
  #queue: Waiting[] = [];
  #isCommitting = false;
  #nextCommitAtMs = 0;
  #timer: (() => void) | null = null;
  readonly #screens = new Set<Screen>();
  #presenceTimer: (() => void) | null = null;
  #tendTimer: (() => void) | null = null;
  #isClosed = false;
  /** By participant, however many windows they have. */
  readonly #buckets = new Map<string, TokenBucket>();
  /** What is told only of what is on the disk waits for the commit that is under way. */
  #settled: (() => void)[] = [];

  constructor(workshopId: string, deps: HallDeps) {
    this.workshopId = workshopId;
    this.#deps = deps;
  }

  get state(): WorkshopState {
    if (!this.#state) throw new Error('a hall is used once it is loaded');
    return this.#state;
  }

  get isIdle(): boolean {
    return this.#screens.size === 0 && this.#queue.length === 0 && !this.#isCommitting;
  }

  watching = () => watchedBy(this.#screens);

  nowMs(): number {
    return this.#deps.clock.nowMs();
  }

  nameOf = (id: string): string => this.#names.get(id) ?? '';

  /** Reads the log and plays it; also after a commit that failed, since the state was ahead of the disk then. */
  async load(workshop: Workshop): Promise<void> {
    const { store } = this.#deps;
    const [entries, people] = await Promise.all([store.log(workshop.id, 0), store.people(workshop.id)]);
    const state = newWorkshop(workshop.format);
    for (const entry of entries) applyCommand(state, entry);
    this.#state = state;
    this.#seq = entries.at(-1)?.seq ?? 0;
    this.#known = new Set(entries.map(keyOf));
    this.#names = new Map(people.map(({ id, name }) => [id, name]));
    this.#values.setAll([...tellAll(state, this.nameOf), ...this.#presence()]);
  }

  /** Before `arrive`: names stay out of the log. */
  named({ id, name }: Pick<ParticipantRow, 'id' | 'name'>): void {
    this.#names.set(id, name);
    if (this.#state?.people.has(id)) this.#whenSettled(() => this.#retell([{ kind: 'person', id }]));
  }

  connect(socket: LiveSocket, viewers: readonly Viewer[], recheck?: Recheck): Screen {
    const screen = new Screen(socket, viewers, this);
    screen.recheck = recheck ?? null;
    this.#screens.add(screen);
    const windows = [...this.#screens].filter((it) => it.people.some((id) => screen.people.includes(id)));
    if (windows.length > limits.screensPerPersonMax) {
      screen.close(closeCodes.overloaded, 'too many windows');
      return screen;
    }
    this.#whenSettled(() => this.#welcome(screen));
    this.#tellPresence();
    this.#tend();
    return screen;
  }

  #whenSettled(run: () => void): void {
    if (this.#isCommitting) this.#settled.push(run);
    else run();
  }

  #welcome(screen: Screen): void {
    const nowMs = this.nowMs();
    const hello = { t: 'hello', nowMs, people: screen.people, proto: WORKSHOP_PROTOCOL_VERSION };
    screen.say(JSON.stringify(hello));
    screen.audiences = [];
    this.#admitTo(screen);
    screen.flush([], nowMs);
  }

  left(screen: Screen): void {
    if (!this.#screens.delete(screen)) return;
    this.#tellPresence();
    this.noteIdle();
  }

  noteIdle(): void {
    if (this.isIdle) this.#deps.onEmpty();
  }

  received(screen: Screen, part: ReadPart): void {
    if (part.t === 'look') {
      screen.looks = part.tables;
      // A slow one is told everything anew when it has taken what waits.
      if (screen.slowSinceMs !== null) return;
      return this.#whenSettled(() => {
        if (!this.#screens.has(screen)) return;
        this.#admitTo(screen);
        screen.flush([], this.nowMs());
      });
    }
    if (part.t === 'unreadable') return this.#answer(screen, part.key, problem(part.code));
    // A device acts for its own people alone.
    if (!screen.people.includes(part.as)) return this.#answer(screen, part.key, problem('person-unknown'));
    if (!this.#bucketOf(part.as).take(1, this.nowMs()))
      return screen.close(closeCodes.overloaded, 'too many commands');
    void this.submit(part.as, part.key, part.command).then((result) =>
      this.#answer(screen, part.key, result),
    );
  }

  #bucketOf(actor: string): TokenBucket {
    const known = this.#buckets.get(actor);
    if (known) return known;
    const bucket = new TokenBucket(limits.commandsBurst, limits.commandsPerSecond, this.nowMs());
    this.#buckets.set(actor, bucket);
    return bucket;
  }

  #answer(screen: Screen, key: string, result: Result<void, Refused>): void {
    if (result.ok) screen.say(JSON.stringify({ t: 'done', key }));
    else
      screen.say(
        JSON.stringify({ t: 'refused', key, code: result.problem.code, about: result.problem.about }),
      );
    screen.flush([], this.nowMs());
  }

  /** Resolves when the command is on the disk, or refused. The same key of the same actor counts once. */
  submit(actor: Actor, key: string, command: Command): Promise<Result<void, Refused>> {
    if (this.#isClosed) return Promise.resolve(problem('restarting'));
    if (this.#queue.length >= QUEUE_MAX) return Promise.resolve(problem('overloaded'));
    return new Promise((resolve) => {
      this.#queue.push({ actor, key, command, answer: resolve });
      this.#commitSoon();
    });
  }

  #commitSoon(): void {
    if (this.#isCommitting || this.#timer || this.#queue.length === 0) return;
    const waitMs = this.#nextCommitAtMs - this.nowMs();
    if (waitMs <= 0) return void this.#commit();
    this.#timer = this.#deps.clock.after(waitMs, () => {
      this.#timer = null;
      void this.#commit();
    });
  }

  async #commit(): Promise<void> {
    this.#isCommitting = true;
    this.#nextCommitAtMs = this.nowMs() + this.#deps.timing.tickMs;
    const queue = this.#queue;
    this.#queue = [];
    try {
      const { entries, accepted, touched } = this.#judge(queue);
      if (entries.length > 0) await this.#write(entries, touched);
      for (const { answer } of accepted) answer(ok(undefined));
    } catch (error) {
      this.#deps.metrics.count('tandem_workshop_commits_failed_total');
      this.#deps.log.error({ workshopId: this.workshopId, error: String(error) }, 'workshop not written');
      // The state is ahead of the disk: it is made anew from there.
      await this.#reload();
      // Who was answered already hears nothing of this.
      for (const { answer } of queue) answer(problem('storage-failed'));
    } finally {
      this.#isCommitting = false;
      for (const run of this.#settled.splice(0)) run();
      this.#commitSoon();
      this.noteIdle();
    }
  }

  /** Takes the commands one after the other: each is judged by what those before it have made. */
  #judge(queue: readonly Waiting[]): {
    readonly entries: readonly LogEntry[];
    readonly accepted: readonly Waiting[];
    readonly touched: readonly Touched[];
  } {
    const entries: LogEntry[] = [];
    const accepted: Waiting[] = [];
    const touched: Touched[] = [];
    const atMs = this.nowMs();
    for (const waiting of queue) {
      const { actor, key, command, answer } = waiting;
      if (this.#known.has(keyOf(waiting))) {
        accepted.push(waiting);
        continue;
      }
      const refusal =
        this.#seq + entries.length >= linesFor(this.state, actor)
          ? { code: 'board-full', about: limits.workshopCommandsMax }
          : checkCommand(this.state, actor, command, atMs);
      if (refusal) {
        answer({ ok: false, problem: refusal });
        continue;
      }
      const take = (entry: Omit<LogEntry, 'seq' | 'atMs'>) => {
        const line = { seq: this.#seq + entries.length + 1, atMs, ...entry };
        touched.push(...applyCommand(this.state, line));
        this.#known.add(keyOf(line));
        entries.push(line);
      };
      const lead = leadIn(this.state, command, this.#deps.random);
      if (lead) take({ actor: SERVER_ACTOR, key: `${key}-lead`, command: lead });
      take({ actor, key, command });
      accepted.push(waiting);
    }
    return { entries, accepted, touched };
  }

  async #write(entries: readonly LogEntry[], touched: readonly Touched[]): Promise<void> {
    const isWritten = await this.#deps.store.append(this.workshopId, entries, this.state.phase);
    if (!isWritten) throw new Error('somebody else has written to this workshop');
    this.#seq += entries.length;
    this.#deps.metrics.count('tandem_workshop_commands_total', entries.length);
    this.#retell(touched);
  }

  async #reload(): Promise<void> {
    try {
      const workshop = await this.#deps.store.workshop(this.workshopId);
      if (!workshop) return this.closeAll(closeCodes.noSuchDocument, 'no such workshop');
      await this.load(workshop);
      for (const screen of this.#screens) this.#welcome(screen);
    } catch {
      this.#isClosed = true;
      this.#deps.onBroken();
      for (const { answer } of this.#queue.splice(0)) answer(problem('overloaded'));
      this.closeAll(closeCodes.overloaded, 'try again');
    }
  }

  /** Tells the screens what became different; who may now see more, or less, is told that as well. */
  #retell(touched: readonly Touched[]): void {
    if (touched.some(({ kind }) => kind === 'all'))
      this.#values.setAll([...tellAll(this.state, this.nameOf), ...this.#presence()]);
    else this.#values.set(tell(this.state, touched, this.nameOf));
    const changes = this.#values.takeChanges();
    const mayDiffer = touched.some(({ kind }) => kind === 'all' || kind === 'person');
    const wires = new Map<string, readonly Uint8Array[]>();
    const nowMs = this.nowMs();
    for (const screen of [...this.#screens]) {
      if (screen.slowSinceMs !== null) continue;
      const before = screen.audiences;
      if (mayDiffer) this.#admitTo(screen);
      // Who belongs to an audience no more is not told what came of it in the same moment.
      const news = before.filter((it) => changes.has(it) && screen.audiences.includes(it));
      for (const it of news) if (it.startsWith('person:')) screen.say(changes.get(it) ?? '');
      const shared = news.filter((it) => !it.startsWith('person:'));
      screen.flush(shared.length === 0 ? [] : wireOf(wires, shared, changes), nowMs);
    }
  }

  /** After a change of stage, seat, role or looks. */
  #admitTo(screen: Screen): void {
    const { state } = this;
    const now = new Set(screen.viewers.flatMap((viewer) => audiencesOf(state, viewer, screen.looks)));
    const before = new Set(screen.audiences);
    const lost = screen.audiences.filter((it) => !now.has(it));
    if (lost.length > 0) screen.say(JSON.stringify({ t: 'drop', of: lost }));
    for (const audience of now) if (!before.has(audience)) screen.say(this.#values.whole(audience));
    screen.audiences = [...now];
    if (now.size === 0) screen.close(closeCodes.notAllowed, 'no longer takes part');
  }

  /** Who is connected: to who steers by name, to all as a number. */
  #tellPresence(): void {
    this.#presenceTimer ??= this.#deps.clock.after(this.#deps.timing.presenceMs, () => {
      this.#presenceTimer = null;
      this.#whenSettled(() => {
        this.#values.set(this.#presence());
        if (this.#state) this.#retell([]);
      });
    });
  }

  #presence(): readonly Told[] {
    const here = this.watching().people;
    return [
      { audience: 'all', key: 'present', value: here.length },
      { audience: 'steering', key: 'here', value: here },
    ];
  }

  /** Gives slow screens everything anew, and silent ones a sign of life. */
  #tend(): void {
    this.#tendTimer ??= this.#deps.clock.after(this.#deps.timing.tendMs, () => {
      this.#tendTimer = null;
      const nowMs = this.nowMs();
      for (const screen of [...this.#screens]) this.#lookAfter(screen, nowMs);
      if (this.#screens.size > 0) this.#tend();
    });
  }

  #lookAfter(screen: Screen, nowMs: number): void {
    const waitingBytes = screen.socket.bufferedBytes();
    if (screen.slowSinceMs === null) {
      if (waitingBytes > SLOW_BYTES) screen.slowSinceMs = nowMs;
      else if (nowMs - screen.lastSentAtMs > limits.keepAliveMs - this.#deps.timing.tendMs)
        screen.beat(nowMs);
      return;
    }
    if (waitingBytes === 0) {
      screen.slowSinceMs = null;
      return this.#welcome(screen);
    }
    // A weak line that moves is no dead one.
    if (waitingBytes < screen.waitingBytes) screen.slowSinceMs = nowMs;
    screen.waitingBytes = waitingBytes;
    if (nowMs - screen.slowSinceMs > limits.slowReaderMs)
      screen.close(closeCodes.overloaded, 'does not keep up');
  }

  /** E11: somebody's rights, or the end of their session: each of their screens is asked for anew. */
  async personRightsChanged(personId: string): Promise<void> {
    const theirs = [...this.#screens].filter(({ recheck }) => recheck?.personId === personId);
    await Promise.all(
      theirs.map(async (screen) => {
        // Who may do what is not known: they come back and are asked at the door.
        const code = await screen.recheck?.ask().catch(() => closeCodes.overloaded);
        if (code) screen.close(code, 'rights changed');
      }),
    );
  }

  closeAll(code: (typeof closeCodes)[keyof typeof closeCodes], reason: string): void {
    for (const screen of [...this.#screens]) screen.close(code, reason);
  }

  /** What was taken is written before it closes. */
  async shutdown(): Promise<void> {
    while (this.#isCommitting || this.#queue.length > 0)
      await new Promise<void>((resolve) => this.#deps.clock.after(5, resolve));
    this.#isClosed = true;
    this.#timer?.();
    this.#presenceTimer?.();
    this.#tendTimer?.();
    this.closeAll(closeCodes.restarting, 'restarting');
  }
}

/** The last lines of a log are for who steers: a workshop that was flooded can still be ended. */
const linesFor = (state: WorkshopState, actor: Actor): number =>
  actor === SERVER_ACTOR || state.people.get(actor)?.role === 'facilitator'
    ? limits.workshopCommandsMax
    : limits.workshopCommandsMax - limits.workshopCommandsKept;

const keyOf = ({ actor, key }: Pick<LogEntry, 'actor' | 'key'>): string => `${actor} ${key}`;

/** Commands that wait for the disk: a hall's worth of queued ones after a cut. */
const QUEUE_MAX = 5_000;
/** A phone that holds back so much does not read. */
const SLOW_BYTES = 512_000;
