/** One simulated world: who is there, the network, the store, and the server that stops and starts. */
import * as Y from 'yjs';
import { SERVER_AUTHOR, type RoomCommit } from '#server/ports/doc-store.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { writeParagraph } from '../support/live-clients.ts';
import { HostileClient, StockClient, TandemClient, type Client, type ClientOptions } from './clients.ts';
import { Scope, SimClock } from './clock.ts';
import { Invariants } from './invariants.ts';
import { Line, Network } from './network.ts';
import { Rights } from './rights.ts';
import { documents, type Setup } from './schedule.ts';
import { SimServer } from './server.ts';
import { SimStore } from './store.ts';
import { Trace } from './trace.ts';

export class World {
  readonly clock = new SimClock();
  readonly browsers = new Scope(this.clock);
  readonly random: SeededRandom;
  readonly trace: Trace;
  readonly invariants: Invariants;
  readonly network: Network;
  readonly store: SimStore;
  readonly rights: Rights;
  readonly clients: Client[] = [];
  server: SimServer | null = null;
  /** The engine learns of rows from elsewhere at its next commit. */
  wroteElsewhere = false;
  /** Processes that are to end or to come. */
  #starting = 0;

  constructor(seed: number, print: ((line: string) => void) | null) {
    this.random = new SeededRandom(seed);
    this.trace = new Trace(this.clock, print);
    this.invariants = new Invariants(this.trace);
    this.network = new Network(this.clock, this.random, this.invariants);
    this.store = new SimStore(this.random, this.invariants);
    this.rights = new Rights(this.store, documents);
    this.invariants.rights = this.rights;
  }

  get isOver(): boolean {
    return this.invariants.violation !== null;
  }

  readonly #isOver = (): boolean => this.isOver;

  pass(ms: number): Promise<boolean> {
    return this.clock.pass(ms, this.#isOver);
  }

  async begin({ clients, rows }: Setup): Promise<void> {
    for (const [n, count] of rows.entries()) await this.#grow(documents[n] ?? documents[0], count);
    this.start();
    for (const { kind, person, document } of clients)
      this.add(kind, person, documents[document % documents.length] ?? documents[0]).open();
  }

  add(kind: Client['kind'], person: string, documentId: string): Client {
    const { network, random, browsers: clock } = this;
    if (this.rights.rightOf(person) === null) this.rights.admit(person, 'write');
    const line = new Line(`${person}-${this.clients.length}`, network);
    const options: ClientOptions = { person, documentId, line, random, clock };
    const client =
      kind === 'tandem'
        ? new TandemClient(options)
        : kind === 'stock'
          ? new StockClient(options)
          : new HostileClient(options, () => this.#victim(documentId));
    this.clients.push(client);
    return client;
  }

  start(): void {
    const { clock, random, store, rights } = this;
    this.trace.note('start');
    this.server = new SimServer({ clock, random, store, rights, onError: (what) => this.#serverSays(what) });
    this.network.listener = this.server;
  }

  /** SIGKILL: the server is back after a while. */
  crash(awayMs: number): void {
    const { server } = this;
    if (!server) return;
    this.trace.note('crash');
    server.kill();
    this.#gone(server, awayMs);
  }

  /** SIGTERM (E13). */
  async shutdown(awayMs: number): Promise<void> {
    const { server } = this;
    if (!server || this.#starting > 0) return;
    this.trace.note('shutdown');
    await server.shutdown();
    if (this.server === server) this.#gone(server, awayMs);
  }

  #gone(server: SimServer, awayMs: number): void {
    if (this.server !== server) return;
    this.server = null;
    this.network.listener = null;
    this.network.serverGone();
    this.invariants.ended.clear();
    this.#starting++;
    this.clock.after(awayMs, () => {
      this.#starting--;
      this.start();
    });
  }

  /** A row of the log says that the program is wrong, unless what it stumbled over was made to fail. */
  #serverSays(what: string): void {
    this.trace.note(`log ${what}`);
    const isExplained = what.startsWith('commit failed') || this.store.failedReads > 0;
    if (!isExplained) this.invariants.fail(`the server says: ${what}`);
  }

  async #grow(documentId: string, count: number): Promise<void> {
    if (count === 0) return;
    const doc = new Y.Doc();
    doc.clientID = 4_000_000_000 + count;
    const updates: { bytes: Uint8Array; author: string; atMs: number }[] = [];
    doc.on('update', (bytes: Uint8Array) =>
      updates.push({ bytes, author: 'founder', atMs: this.clock.nowMs() }),
    );
    for (let n = 0; n < count; n++) writeParagraph(doc, `${n}`);
    this.rights.admit('founder', 'write');
    const newClients = [{ clientId: doc.clientID, author: 'founder' }];
    const { clientID } = doc;
    doc.destroy();
    const room = { documentId, updates, newClients, expectedHead: 0, expectedPolicyEpoch: 0 };
    await this.store.commitNow(room, this.clock.nowMs());
    this.trace.note(`grown ${documentId} ${clientID}`);
  }

  /** What somebody else has written, and everybody has seen, with their client id. */
  #victim(documentId: string): Y.Doc | null {
    const mirror = this.invariants.mirror(documentId).doc;
    const [client] = [...mirror.store.clients.keys()].filter((id) => id !== mirror.clientID);
    if (client === undefined) return null;
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(mirror));
    doc.clientID = client;
    return doc;
  }

  /** A row that comes from no socket of this server. */
  async writeElsewhere(documentId: string, seed: number): Promise<void> {
    const meta = await this.store.durable.head(documentId);
    if (!meta) return;
    this.wroteElsewhere = true;
    const doc = new Y.Doc();
    doc.clientID = seed;
    writeParagraph(doc, 'elsewhere');
    const room: RoomCommit = {
      documentId,
      expectedHead: meta.head,
      expectedPolicyEpoch: meta.policyEpoch,
      updates: [{ bytes: Y.encodeStateAsUpdate(doc), author: SERVER_AUTHOR, atMs: this.clock.nowMs() }],
      newClients: [{ clientId: seed, author: SERVER_AUTHOR }],
      evenIfLocked: true,
    };
    await this.store.commitNow(room, this.clock.nowMs());
  }
}
