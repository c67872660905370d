import { systemClock } from '#server/adapters/system/clock.ts';
import { systemRandom } from '#server/adapters/system/random.ts';
import { createHalls } from '#server/engine/workshops/halls.ts';
import type { LiveConnection, LiveSocket } from '#server/ports/live.ts';
import type { WorkshopStore } from '#server/ports/workshop-store.ts';
import { readFormats } from '#server/workshops/read-formats.ts';
import { SERVER_ACTOR, type Command } from '#lib/domain/workshop/running/commands.ts';
import type { Format, SessionRole } from '#lib/domain/workshop/format.ts';
import type { Viewer } from '#lib/domain/workshop/running/views.ts';
import type { Workshop } from '#lib/domain/workshop/workshop.ts';
import { decodeServerParts, encodeParts, type ServerPart } from '#lib/protocol/workshop-wire.ts';
import { KnownValues } from '../../src/lib/client/workshop/known-values.ts';
import { examplePerson, exampleRows } from '../contracts/example-rows.ts';
import { openSqliteStores } from '../contracts/sqlite-stores.ts';

export const WORKSHOP = 'workshop';
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const uncounted = { count() {}, observe() {}, set() {} };

/** The production hall over a database on the disk, and screens whose frames a test reads. */
export async function workshopStage(script: string | Format = 'discovery-tables') {
  const stores = await openSqliteStores();
  const rows = exampleRows('p');
  await stores.partnerships.insert({ ...rows, people: [examplePerson('alice')], members: [] });
  const format = typeof script === 'string' ? readFormats().find(({ id }) => id === script)! : script;
  const workshop: Workshop = {
    ...{ id: WORKSHOP, partnershipId: 'p', itemId: null, titles: { en: 'Tables' }, questions: {}, format },
    ...{
      languages: ['en'],
      phase: 'preparing',
      createdAtMs: 1,
      createdBy: null,
      revision: 1,
      isScripted: false,
    },
    join: { secret: 'secret', code: 'abcdef', isOpen: true, hasLobby: false, peopleMax: 400 },
    isScripted: false,
  };
  await stores.workshops.add(workshop);
  let store: WorkshopStore = stores.workshops;
  const start = () =>
    createHalls({
      store: {
        ...stores.workshops,
        append: (...args) => store.append(...args),
        log: (...args) => store.log(...args),
      },
      ...{ clock: systemClock, random: systemRandom, log: quiet, metrics: uncounted },
      timing: { tickMs: 1, presenceMs: 20, tendMs: 20 },
    });
  let halls = start();
  let keys = 0;
  const stage = {
    stores,
    /** Instead of the database’s own, until it is called with nothing. */
    storage: (change?: Partial<WorkshopStore>) => void (store = { ...stores.workshops, ...change }),
    run: (actor: string, command: Command, key = `key-${(keys += 1)}`) =>
      halls.submit(WORKSHOP, actor, command, key),
    async do(actor: string, command: Command) {
      const result = await stage.run(actor, command);
      if (!result.ok) throw new Error(`${actor} ${command.type}: ${result.problem.code}`);
    },
    async arrive(id: string, role: SessionRole = 'participant', table: number | null = null) {
      const person = { id, role, country: null, organisation: null, languages: ['en'], needs: [], table };
      await stores.workshops.addParticipant(
        { id, workshopId: WORKSHOP, name: id.toUpperCase(), personId: null, deviceId: null },
        null,
      );
      await stage.do(SERVER_ACTOR, { type: 'arrive', person: { ...person, isAdmitted: true } });
      await halls.named(WORKSHOP, { id, name: id.toUpperCase() });
      return id;
    },
    layTables: (count: number, capacity = 8) =>
      stage.do(SERVER_ACTOR, {
        type: 'tables',
        tables: Array.from({ length: count }, (_, index) => ({
          ...{ number: index + 1, topics: {}, capacity, languages: [] },
        })),
      }),
    async goTo(facilitator: string, stageId: string) {
      for (;;) {
        const here = await halls.read(WORKSHOP, (state) => state.steps[state.step]!.stage.id);
        if (here === stageId) return;
        await stage.do(facilitator, { type: 'next', despite: 'test' });
      }
    },
    screen: (...people: string[]) => openScreen(people.map((id): Viewer => ({ kind: 'person', id }))),
    projector: () => openScreen([{ kind: 'screen' }]),
    read: <T>(look: Parameters<typeof halls.read<T>>[1]) => halls.read(WORKSHOP, look),
    /** As after a power cut: nothing of the running hall is kept. */
    restart() {
      halls = start();
    },
    async close() {
      store = stores.workshops;
      await halls.shutdown();
      await stores.close();
    },
  };

  async function openScreen(viewers: readonly Viewer[]): Promise<ScreenUnderTest> {
    const screen = new ScreenUnderTest();
    screen.connection = await halls.connect(WORKSHOP, screen, viewers);
    return screen;
  }
  return stage;
}

export type WorkshopStage = Awaited<ReturnType<typeof workshopStage>>;

export class ScreenUnderTest implements LiveSocket {
  connection: LiveConnection | null = null;
  /** Everything that ever came, as text. */
  received = '';
  readonly parts: ServerPart[] = [];
  closedWith: number | null = null;
  buffered = 0;
  readonly known = new KnownValues();

  send(bytes: Uint8Array): void {
    this.received += new TextDecoder().decode(bytes);
    for (const part of decodeServerParts(bytes)) {
      this.parts.push(part);
      if (part.t === 'hello') this.known.clear();
      if (part.t === 'told' || part.t === 'drop') this.known.take(part);
    }
  }
  sendShared(messages: readonly Uint8Array[], own: Uint8Array | null): void {
    for (const message of messages) this.send(message);
    if (own) this.send(own);
  }
  bufferedBytes(): number {
    return this.buffered;
  }
  close(code: number): void {
    this.closedWith ??= code;
  }

  do(as: string, key: string, command: Command): void {
    this.connection?.receive(encodeParts([{ t: 'do', as, key, command }]));
  }
  look(...tables: number[]): void {
    this.connection?.receive(encodeParts([{ t: 'look', tables }]));
  }
  value<T>(key: string): T | null {
    return this.known.get(key) as T | null;
  }
  answered(key: string): ServerPart | undefined {
    return this.parts.find((it) => (it.t === 'done' || it.t === 'refused') && it.key === key);
  }
}
