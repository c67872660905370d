import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Principal } from '#lib/domain/partnership/member.ts';
import { keyOf } from '#lib/domain/publication/checks.ts';
import { diskBlobStore } from '#server/adapters/disk/blob-store.ts';
import { directTextWork } from '#server/adapters/memory/text-work.ts';
import { systemClock } from '#server/adapters/system/clock.ts';
import { systemRandom } from '#server/adapters/system/random.ts';
import type { BlobStore } from '#server/ports/blob-store.ts';
import type { Log } from '#server/ports/log.ts';
import { createExportMaker } from '#server/services/export-maker.ts';
import { findPartnership } from '#server/services/find-partnership.ts';
import { createFrozenFileKeeper, frozenBlob } from '#server/services/keep-frozen-file.ts';
import { loadExample } from '#server/services/load-example.ts';
import type { PublicationChoice } from '#server/services/publication-plan.ts';
import { publicationServices } from '#server/services/publication-services.ts';
import { createFileSweep } from '#server/services/sweep-files.ts';
import { exampleRows } from '../../tests/contracts/example-rows.ts';
import { openSqliteStores, type SqliteStores } from '../../tests/contracts/sqlite-stores.ts';
import { createExportWork } from './export-work.ts';
import { publicationJob } from './publication-job.ts';
import { createJobRunner, type JobRunner } from './runner.ts';

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
const HERE = 'msf-2050';

describe('publishing the example', () => {
  let stores: SqliteStores;
  let services: ReturnType<typeof publicationServices>;
  let frozenFiles: ReturnType<typeof createFrozenFileKeeper>;
  let blobs: BlobStore;
  let runner: JobRunner;
  let work: ReturnType<typeof createExportWork>;
  let coordinator: Principal;
  let callWork: string;
  /** Nobody is told of new jobs. */
  let isHeld = false;
  const blobFolder = mkdtempSync(join(tmpdir(), 'tandem-blobs-'));

  beforeAll(async () => {
    stores = await openSqliteStores();
    const { docs, partnerships, publications, uploads, jobs } = stores;
    await loadExample({ partnerships, docs, clock: systemClock });
    work = createExportWork({
      pdfRendererModule: new URL('../adapters/typst/pdf-renderer.ts', import.meta.url),
    });
    blobs = diskBlobStore(blobFolder);
    frozenFiles = createFrozenFileKeeper({ publications, blobs });
    const maker = createExportMaker({ docs, partnerships, uploads, blobs, work, origin: null });
    runner = createJobRunner({
      jobs,
      handlers: { publication: publicationJob({ maker, publications, frozenFiles, clock: systemClock }) },
      clock: systemClock,
      log: silent,
    });
    runner.start();
    services = publicationServices({
      ...{ partnerships, publications, frozenFiles, docs, jobs },
      text: directTextWork(),
      findPartnership: findPartnership({ partnerships }),
      clock: systemClock,
      random: systemRandom,
      wake: () => void (isHeld || runner.wake()),
    });
    coordinator = (await stores.accounts.principal('coord-isere'))!;
    callWork = (await partnerships.workOfDocument('call-fr'))!.work.id;
  });
  afterAll(async () => {
    await runner.stop(0);
    await work.close();
    await stores.close();
    rmSync(blobFolder, { recursive: true, force: true });
  });

  const choice = (label: string, more: Partial<PublicationChoice> = {}): PublicationChoice => ({
    ...{ work: callWork, languages: ['fr', 'en'], formats: ['docx', 'md'], licence: 'CC-BY-4.0', label },
    ...more,
  });

  async function publish(given: PublicationChoice, accepted?: readonly string[]) {
    const plan = await services.planPublication(coordinator, HERE, given);
    if (!plan.ok) throw new Error(plan.problem.code);
    return services.publishWork(coordinator, HERE, given, accepted ?? plan.value.findings.map(keyOf));
  }

  async function published(given: PublicationChoice) {
    const begun = await publish(given);
    if (!begun.ok) throw new Error(`${begun.problem.code} ${JSON.stringify(begun.problem.fields)}`);
    await expect
      .poll(() => view(begun.value.id).then(({ state }) => state), { timeout: 60_000 })
      .toBe('published');
    return view(begun.value.id);
  }

  async function view(id: string, as = coordinator) {
    const found = await services.getPublication(as, HERE, id);
    if (!found.ok) throw new Error(found.problem.code);
    return found.value;
  }

  async function bytesOf(id: string, file: string, as = coordinator) {
    const found = await services.downloadPublication(as, HERE, id, file);
    if (!found.ok) throw new Error(found.problem.code);
    return found.value.bytes;
  }

  const paragraphOf = (words: string): Y.XmlElement => {
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [new Y.XmlText(words)]);
    return paragraph;
  };

  /** Somebody goes on writing in the French call. */
  async function writeOn(block: Y.XmlElement): Promise<void> {
    const meta = (await stores.docs.head('call-fr'))!;
    const doc = new Y.Doc();
    doc.getXmlFragment('body').insert(0, [block]);
    const update = { bytes: Y.encodeStateAsUpdate(doc), author: 'coord-isere', atMs: Date.now() };
    const [outcome] = await stores.docs.commit([
      {
        ...{ documentId: 'call-fr', expectedHead: meta.head, expectedPolicyEpoch: meta.policyEpoch },
        ...{ updates: [update], newClients: [{ clientId: doc.clientID, author: 'coord-isere' }] },
      },
    ]);
    expect(outcome?.kind).toBe('committed');
  }

  test(
    'the call in French and English: the bytes served have the hash that is shown, and say version and licence',
    { timeout: 90_000 },
    async () => {
      const publication = await published(choice('1.0'));
      expect(publication.files.map(({ id }) => id)).toEqual(['fr.docx', 'fr.md', 'en.docx', 'en.md']);
      for (const file of publication.files) {
        const bytes = await bytesOf(publication.id, file.id);
        expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
        expect(bytes.byteLength).toBe(file.sizeBytes);
      }
      const markdown = Buffer.from(await bytesOf(publication.id, 'fr.md')).toString();
      expect(markdown).toContain('https://creativecommons.org/licenses/by/4.0/');
      expect(markdown).toContain('1.0 du ');
      expect(markdown).toContain('Démonstration – aucun financement de l’UE revendiqué');
    },
  );

  test(
    'whoever goes on writing changes no published file; it is said that the text has moved on',
    { timeout: 90_000 },
    async () => {
      const before = await published(choice('2.0', { formats: ['md'] }));
      const bytes = await bytesOf(before.id, 'fr.md');
      expect(before.movedOn).toEqual([]);
      await writeOn(paragraphOf('Une phrase de plus.'));
      const after = await view(before.id);
      expect(after.movedOn).toEqual([{ documentId: 'call-fr', language: 'fr' }]);
      expect(after.files).toEqual(before.files);
      expect(Buffer.compare(await bytesOf(before.id, 'fr.md'), bytes)).toBe(0);
      const next = await published(choice('3.0', { formats: ['md'] }));
      expect(Buffer.from(await bytesOf(next.id, 'fr.md')).toString()).toContain('Une phrase de plus.');
    },
  );

  test(
    'the text is printed as it was looked through, also when it changes before the file is made',
    { timeout: 90_000 },
    async () => {
      isHeld = true;
      const begun = await publish(choice('4.0', { formats: ['md'], languages: ['fr'] }));
      if (!begun.ok) throw new Error(begun.problem.code);
      await writeOn(paragraphOf('Une phrase trop tardive.'));
      isHeld = false;
      runner.wake();
      await expect
        .poll(() => view(begun.value.id).then(({ state }) => state), { timeout: 60_000 })
        .toBe('published');
      const text = Buffer.from(await bytesOf(begun.value.id, 'fr.md')).toString();
      expect(text).toContain('Une phrase de plus.');
      expect(text).not.toContain('Une phrase trop tardive.');
    },
  );

  test('an address in a title keeps it from being published, as one in the text does', async () => {
    const meta = (await stores.docs.head('call-fr'))!;
    const rename = (title: string) =>
      stores.db.updateTable('document').set({ title }).where('id', '=', 'call-fr').execute();
    await rename('Ask ann@example.org');
    const plan = await services.planPublication(coordinator, HERE, choice('5.0', { languages: ['fr'] }));
    await rename(meta.title);
    if (!plan.ok) throw new Error(plan.problem.code);
    expect(plan.value.findings).toContainEqual(
      expect.objectContaining({ kind: 'email', level: 'block', block: null, detail: 'ann@example.org' }),
    );
  });

  test('a warning has to be accepted, and what blocks keeps it from being published', async () => {
    expect(await publish(choice('5.0', { formats: ['pdf'] }), [])).toMatchObject({
      problem: { code: 'warnings-not-accepted' },
    });
    expect(await publish(choice('5.0', { licence: 'CC-BY-NC-4.0' }))).toMatchObject({
      problem: { code: 'publication-blocked' },
    });
    expect(await publish(choice('5.0', { languages: ['fr', 'fi'] }))).toMatchObject({
      problem: { code: 'publication-blocked' },
    });
    const faults = [
      [choice('1.0'), { label: 'taken' }],
      [choice(''), { label: 'missing' }],
      [choice('5.0', { languages: [] }), { languages: 'missing' }],
      [choice('5.0', { formats: ['exe'] }), { formats: 'missing' }],
      [choice('5.0', { work: 'no-such' }), { work: 'unknown' }],
      [choice('5.0', { work: '' }), { work: 'missing' }],
    ] as const;
    for (const [given, fields] of faults)
      expect(await publish(given)).toMatchObject({ problem: { code: 'input-invalid', fields } });
  });

  test('every member sees and downloads; only who coordinates publishes, withdraws and clears away', async () => {
    const [known] = (await stores.publications.publications(HERE)).filter(({ label }) => label === '1.0');
    const observer = (await stores.accounts.principal('observer'))!;
    expect((await view(known!.id, observer)).files).toHaveLength(4);
    expect((await bytesOf(known!.id, 'fr.md', observer)).byteLength).toBeGreaterThan(1_000);
    const refused = { problem: { code: 'not-allowed' } };
    expect(await services.planPublication(observer, HERE, null)).toMatchObject(refused);
    expect(await services.publishWork(observer, HERE, choice('9.0'), [])).toMatchObject(refused);
    expect(await services.withdrawPublication(observer, HERE, known!.id, 'No.')).toMatchObject(refused);
    expect(await services.discardPublication(observer, HERE, known!.id)).toMatchObject(refused);
    const stranger: Principal = { personId: 'stranger', operator: true, memberships: [] };
    expect(await services.publicationsView(stranger, HERE)).toMatchObject(refused);
    expect(await services.downloadPublication(stranger, HERE, known!.id, 'fr.md')).toMatchObject(refused);
    expect(await services.downloadPublication(null, HERE, known!.id, 'fr.md')).toMatchObject({
      problem: { code: 'not-signed-in' },
    });
  });

  test('who coordinates another partnership reaches nothing of this one through their own', async () => {
    await stores.partnerships.insert(exampleRows('p'));
    const neighbour: Principal = {
      personId: 'p-lead',
      operator: false,
      memberships: [
        {
          ...{ partnershipId: 'p', organisationId: 'p-org-fr', country: 'FR' },
          grants: [{ role: 'coordinator', scope: { kind: 'all' } }],
        },
      ],
    };
    const [known] = (await stores.publications.publications(HERE)).filter(({ label }) => label === '1.0');
    const id = known!.id;
    expect(await services.publicationsView(neighbour, 'p')).toMatchObject({
      value: { publications: [], may: { manage: true } },
    });
    for (const answer of [
      services.getPublication(neighbour, 'p', id),
      services.downloadPublication(neighbour, 'p', id, 'fr.md'),
      services.withdrawPublication(neighbour, 'p', id, 'Not mine.'),
      services.discardPublication(neighbour, 'p', id),
    ])
      expect(await answer).toMatchObject({ problem: { code: 'publication-unknown' } });
    expect(await view(id)).toMatchObject({ state: 'published' });
  });

  test('what is published cannot be cleared away; withdrawn, it stays to be seen with its reason, without files', async () => {
    const [known] = (await stores.publications.publications(HERE)).filter(({ label }) => label === '1.0');
    const id = known!.id;
    expect(await services.discardPublication(coordinator, HERE, id)).toMatchObject({
      problem: { code: 'changed-meanwhile' },
    });
    expect(await services.withdrawPublication(coordinator, HERE, id, '  ')).toMatchObject({
      problem: { fields: { reason: 'missing' } },
    });
    expect(await services.withdrawPublication(coordinator, HERE, id, 'A wrong table.')).toMatchObject({
      ok: true,
    });
    expect(await view(id)).toMatchObject({
      state: 'withdrawn',
      withdrawal: { reason: 'A wrong table.' },
      files: [],
    });
    expect(await services.downloadPublication(coordinator, HERE, id, 'fr.md')).toMatchObject({
      problem: { code: 'publication-withdrawn' },
    });
    expect(await services.withdrawPublication(coordinator, HERE, id, 'Again.')).toMatchObject({
      problem: { code: 'changed-meanwhile' },
    });
  });

  test(
    'a picture that is not found keeps the text from being published with a gap',
    { timeout: 90_000 },
    async () => {
      const image = new Y.XmlElement('image');
      image.setAttribute('src', '/uploads/no-such-picture');
      image.setAttribute('alt', 'A street');
      await writeOn(image);
      const begun = await publish(choice('5.0', { formats: ['md'], languages: ['fr'] }));
      if (!begun.ok) throw new Error(begun.problem.code);
      await expect
        .poll(() => view(begun.value.id).then(({ state }) => state), { timeout: 60_000 })
        .toBe('failed');
      expect(await view(begun.value.id)).toMatchObject({ problem: 'picture-missing', files: [] });
    },
  );

  test('one whose job was lost says so, and can be cleared away', async () => {
    await runner.stop(0);
    const begun = await publish(choice('6.0', { formats: ['md'] }));
    if (!begun.ok) throw new Error(begun.problem.code);
    expect((await view(begun.value.id)).state).toBe('making');
    expect(await services.discardPublication(coordinator, HERE, begun.value.id)).toMatchObject({
      problem: { code: 'changed-meanwhile' },
    });
    await stores.db.deleteFrom('job').execute();
    expect(await view(begun.value.id)).toMatchObject({ state: 'failed', problem: 'job-failed', files: [] });
    expect(await services.discardPublication(coordinator, HERE, begun.value.id)).toMatchObject({ ok: true });
    expect(await services.getPublication(coordinator, HERE, begun.value.id)).toMatchObject({
      problem: { code: 'publication-unknown' },
    });
  });

  test('the sweep takes files that no publication has, and no other', async () => {
    const all = await blobs.names('frozen-');
    await blobs.put(frozenBlob({ sha256: 'ff'.repeat(32) }), new Uint8Array(3));
    let nowMs = 0;
    const sweep = createFileSweep({ keeper: frozenFiles, clock: { ...systemClock, nowMs: () => nowMs } });
    expect(await sweep()).toBe(0);
    nowMs = 7 * 3_600_000;
    expect(await sweep()).toBe(1);
    expect([...(await blobs.names('frozen-'))].sort()).toEqual([...all].sort());
    expect(all.length).toBeGreaterThan(5);
  });
});
