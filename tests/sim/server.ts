/**
 * The server's process in simulated time: the production engine and the production door (E1), from start to
 * kill or shutdown. What it had in memory goes with it; what its timers would have done is not done.
 */
import type { Right } from '#lib/domain/partnership/policy.ts';
import { newId } from '#lib/core/ids.ts';
import { closeCodes, type CloseCode } from '#lib/protocol/close-codes.ts';
import { textDocumentRules } from '#lib/protocol/document-rules.ts';
import { repairBody } from '#lib/schema/text/repair.ts';
import { directTextWork } from '#server/adapters/memory/text-work.ts';
import { createEngine, type Engine } from '#server/engine/engine.ts';
import { admit, type Admission, type AdmissionDeps } from '#server/http/sync-admission.ts';
import type { SyncRequest } from '#server/http/sync-request.ts';
import type { TextWork } from '#server/ports/text-work.ts';
import type { SeededRandom } from '../support/seeded-random.ts';
import { Scope, type SimClock } from './clock.ts';
import type { Link, Listener } from './network.ts';
import type { Rights } from './rights.ts';
import type { SimStore } from './store.ts';

export interface ServerParts {
  readonly clock: SimClock;
  readonly random: SeededRandom;
  readonly store: SimStore;
  readonly rights: Rights;
  /** A line of the server's log that says that something is wrong with the program. */
  readonly onError: (what: string) => void;
}

export class SimServer implements Listener {
  readonly scope: Scope;
  readonly engine: Engine;
  readonly #parts: ServerParts;
  readonly #admission: AdmissionDeps;
  isUp = true;

  constructor(parts: ServerParts) {
    const { clock, random, store, rights } = parts;
    this.#parts = parts;
    this.scope = new Scope(clock);
    const quiet = (): void => undefined;
    const error = (fields: Readonly<Record<string, unknown>>, message: string): void =>
      parts.onError(`${message} ${JSON.stringify(fields)}`);
    this.engine = createEngine({
      store: store.of(this.scope),
      clock: this.scope,
      random,
      log: { debug: quiet, info: quiet, warn: quiet, error },
      metrics: { count: quiet, observe: quiet, set: quiet },
      rules: textDocumentRules,
      text: this.#textWork(),
      // Looked after less often than in production: it saves most of a simulation's events.
      timing: { drainMs: 400 },
    });
    this.#admission = {
      clock: this.scope,
      originAllowed: () => false,
      identify: async ({ authorization }) => {
        await this.scope.wait(random.int(3));
        const person = authorization ?? '';
        return rights.isSignedIn(person) ? identityOf(person) : null;
      },
      authorise: async ({ personId }, documentId) => {
        await this.scope.wait(random.int(3));
        const right = rights.rightOf(personId);
        const meta = await store.durable.head(documentId);
        // Found, and on its way: what is done with it may be done after the next change.
        if (!meta) return { kind: 'refused', code: closeCodes.noSuchDocument };
        const isLocked = rights.isLocked(documentId);
        await this.scope.wait(random.chance(0.8) ? random.int(3) : random.int(60));
        if (!right) return { kind: 'refused', code: closeCodes.notAllowed };
        const granted = isLocked && right === 'write' ? 'comment' : right;
        return { kind: 'allowed', meta, right: granted, country: null };
      },
    };
  }

  accept(link: Link): boolean {
    if (!this.isUp) return false;
    link.accepted();
    void this.#welcome(link).catch((error: unknown) => this.#parts.onError(`door ${String(error)}`));
    return true;
  }

  /** As the program does between an upgrade and a connection (server/http/sync-upgrade.ts). */
  async #welcome(link: Link): Promise<void> {
    const { engine } = this;
    const request = requestOf(link);
    const changes = engine.rightsChanges();
    const admission = await admit(this.#admission, request);
    if (admission.kind === 'refused') return link.close(admission.code);
    if (!link.isOpen) return;
    const { right, policyEpoch } = admission;
    const connection = engine.connect({
      documentId: link.documentId,
      socket: link,
      identity: { personId: link.person, name: link.person, colour: '#336699', country: null },
      right,
      policyEpoch,
      isStale: () => engine.rightsChanges() !== changes,
      schema: request.schema,
      ack: request.ack,
      recheck: async () => rightAgain(await admit(this.#admission, request)),
    });
    link.attach(connection);
  }

  kill(): void {
    this.isUp = false;
    this.scope.end();
  }

  async shutdown(): Promise<void> {
    await this.engine.shutdown();
    this.kill();
  }

  #textWork(): TextWork {
    const { random } = this.#parts;
    const direct = directTextWork((doc) => repairBody(doc, () => newId(random)));
    const later = async <T>(work: () => Promise<T>): Promise<T> => {
      await this.scope.wait(random.int(30));
      const done = await work();
      await this.scope.wait(random.int(30));
      return done;
    };
    return {
      ...direct,
      condense: (updates) => later(() => direct.condense(updates)),
      repair: (updates, clientId) => later(() => direct.repair(updates, clientId)),
    };
  }
}

const rightAgain = (admission: Admission): { readonly right: Right } | { readonly closeCode: CloseCode } =>
  admission.kind === 'admitted' ? { right: admission.right } : { closeCode: admission.code };

const identityOf = (person: string) => ({
  principal: { personId: person, operator: false, memberships: [] },
  person: { id: person, name: person, email: null, locale: null, operator: false },
  via: 'token' as const,
  expiresAtMs: null,
});

function requestOf({ documentId, query, person }: Link): SyncRequest {
  const number = (name: string): number | null => (query.has(name) ? Number(query.get(name)) : null);
  return {
    documentId,
    schema: number('schema') ?? 1,
    proto: number('proto') ?? 1,
    incarnation: number('incarnation'),
    ack: query.get('ack') === '1',
    origin: null,
    cookie: null,
    authorization: person,
  };
}
