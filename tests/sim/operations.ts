/** What each operation of a schedule does to the world. */
import { writeParagraph } from '../support/live-clients.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import type { Client } from './clients.ts';
import { documents, type Operation, type OperationKind } from './schedule.ts';
import type { World } from './world.ts';

interface Scene {
  readonly world: World;
  readonly client: Client;
  readonly documentId: string;
  readonly random: SeededRandom;
}

const away = ({ random }: Scene): number => (random.chance(0.7) ? random.int(500) : random.int(6_000));

/** The engine is told a moment after the transaction, as by a service that has just committed it. */
function tellLater({ world, random }: Scene, tell: (world: World) => Promise<void> | undefined): void {
  const { server } = world;
  server?.scope.after(random.int(20), () => void tell(world));
}

function rightsChange(scene: Scene, person: string, right: 'write' | 'read' | null): void {
  scene.world.rights.change(person, right);
  tellLater(scene, ({ server }) => server?.engine.personRightsChanged(person));
}

function lock(scene: Scene, locked: boolean): void {
  scene.world.rights.lock(scene.documentId, locked);
  tellLater(scene, ({ server }) => server?.engine.documentRightsChanged(scene.documentId));
}

/** For a while: no epoch changes, so it counts from when the engine has asked everybody. */
function signOut(scene: Scene): void {
  const { world, client, random } = scene;
  const { person } = client;
  const { rights, invariants } = world;
  if (!rights.isSignedIn(person)) return;
  rights.signOut(person);
  const told = world.server;
  void told?.engine.personRightsChanged(person).then(() => {
    if (!rights.isSignedIn(person) && world.server === told)
      invariants.ended.set(person, world.clock.nowMs());
  });
  world.clock.after(200 + random.int(1_000), () => {
    rights.signIn(person);
    invariants.ended.delete(person);
  });
}

const failures = ['full', 'storage', 'throws', 'unheard'] as const;

const does: Readonly<Record<OperationKind, (scene: Scene) => void>> = {
  edit: ({ client, random }) => client.edit(random),
  burst: ({ client, random }) => {
    for (let n = 2 + random.int(6); n > 0; n--) client.edit(random);
  },
  presence: ({ client, random }) => client.point(random),
  paste: ({ client, random }) => client.paste(random),
  cut: ({ client }) => client.line.cut(),
  'go-offline': ({ client }) => {
    client.line.isOnline = false;
    client.line.cut();
  },
  'come-online': ({ world }) => {
    for (const { line } of world.clients) line.isOnline = true;
  },
  stall: ({ world, client, random }) => {
    client.line.stalledUntilMs = world.clock.nowMs() + random.int(4_000);
  },
  freeze: ({ client }) => client.line.freeze(),
  reload: ({ client }) => void client.reload(),
  crash: (scene) => scene.world.crash(away(scene)),
  shutdown: (scene) => void scene.world.shutdown(away(scene)),
  'fail-storage': ({ world, random }) => world.store.fail('*', random.pick(failures)),
  'fail-one-room': ({ world, documentId, random }) => world.store.fail(documentId, random.pick(failures)),
  'slow-storage': ({ world, random }) => void (world.store.slowMs = random.int(800)),
  'fail-reads': ({ world }) => void (world.store.areReadsFailing = true),
  'heal-storage': ({ world }) => world.store.heal(),
  withdraw: (scene) => rightsChange(scene, scene.client.person, scene.random.chance(0.6) ? 'read' : null),
  'give-back': ({ world, ...scene }) => {
    for (const { person } of world.clients)
      if (world.rights.rightOf(person) !== 'write') rightsChange({ world, ...scene }, person, 'write');
  },
  lock: (scene) => lock(scene, true),
  unlock: (scene) => {
    if (scene.world.rights.isLocked(scene.documentId)) lock(scene, false);
  },
  'sign-out': signOut,
  elsewhere: ({ world, documentId, random }) =>
    void world.writeElsewhere(documentId, 1 + random.int(2 ** 31)),
  'server-edit': ({ world, documentId }) =>
    void world.server?.engine.edit(documentId, (doc) => writeParagraph(doc, 'from the server')),
  'open-twice': ({ world, client }) => {
    if (world.clients.length < 8) world.add(client.kind, client.person, client.documentId).open();
  },
  wait: () => undefined,
};

const WAIT_MS = 3_600;

/** How long after it the next one comes. */
export function perform(world: World, { kind, at, seed, gapMs }: Operation): number {
  const client = world.clients[at % world.clients.length];
  const documentId = documents[at % documents.length] ?? documents[0];
  world.trace.note(`do ${kind} ${at}`);
  if (client) does[kind]({ world, client, documentId, random: new SeededRandom(seed) });
  return kind === 'wait' ? WAIT_MS : gapMs;
}
