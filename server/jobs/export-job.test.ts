import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ok } from '#lib/core/result.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import { diskBlobStore } from '#server/adapters/disk/blob-store.ts';
import { systemClock } from '#server/adapters/system/clock.ts';
import { systemRandom } from '#server/adapters/system/random.ts';
import { createExportMaker } from '#server/services/export-maker.ts';
import type { ExportView } from '#server/services/export-view.ts';
import { createFrozenFileKeeper } from '#server/services/keep-frozen-file.ts';
import { loadExample } from '#server/services/load-example.ts';
import { createHalls } from '#server/engine/workshops/halls.ts';
import { createServices, type Services } from '#server/services/services.ts';
import type { Log } from '#server/ports/log.ts';
import { openSqliteStores, type SqliteStores } from '../../tests/contracts/sqlite-stores.ts';
import { exportJob } from './export-job.ts';
import { createExportWork } from './export-work.ts';
import { createJobRunner, type JobRunner } from './runner.ts';

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
const withPdf = process.platform === 'linux' && process.arch === 'x64';

describe('exporting the example', () => {
  let stores: SqliteStores;
  let services: Services;
  let runner: JobRunner;
  let work: ReturnType<typeof createExportWork>;
  let coordinator: Principal;
  const blobFolder = mkdtempSync(join(tmpdir(), 'tandem-blobs-'));

  beforeAll(async () => {
    stores = await openSqliteStores();
    const { docs, partnerships, jobs } = stores;
    await loadExample({ partnerships, docs, clock: systemClock });
    work = createExportWork({
      pdfRendererModule: new URL('../adapters/typst/pdf-renderer.ts', import.meta.url),
    });
    const blobs = diskBlobStore(blobFolder);
    const maker = createExportMaker({
      docs,
      partnerships,
      uploads: stores.uploads,
      blobs,
      work,
      origin: null,
    });
    runner = createJobRunner({
      jobs,
      handlers: { export: exportJob({ maker, blobs }) },
      clock: systemClock,
      log: silent,
    });
    runner.start();
    services = createServices({
      accounts: stores.accounts,
      docs,
      versions: stores.versions,
      invitations: stores.invitations,
      activity: stores.activity,
      glossary: stores.glossary,
      programme: stores.programme,
      publications: stores.publications,
      frozenFiles: createFrozenFileKeeper({ publications: stores.publications, blobs }),
      workshops: stores.workshops,
      halls: createHalls({
        ...{ store: stores.workshops, clock: systemClock, random: systemRandom, log: silent },
        metrics: { count: () => {}, observe: () => {}, set: () => {} },
      }),
      formats: () => [],
      partnerships,
      jobs,
      blobs,
      maker,
      log: silent,
      text: { beginning: () => Promise.reject(new Error('nobody opens a page')) } as never,
      // Nobody is connected here.
      rights: { documentRightsChanged: async () => undefined, personRightsChanged: async () => undefined },
      edit: () => Promise.reject(new Error('exports edit nothing')),
      clock: systemClock,
      random: systemRandom,
      wake: () => runner.wake(),
    });
    coordinator = (await stores.accounts.principal('coord-isere'))!;
  });
  afterAll(async () => {
    await runner.stop(0);
    await work.close();
    await stores.close();
    rmSync(blobFolder, { recursive: true, force: true });
  });

  async function exported(format: string, documentId = 'call-fr'): Promise<ExportView> {
    const requested = await services.requestExport(coordinator, documentId, format);
    if (!requested.ok) throw new Error(requested.problem.code);
    let view = requested.value;
    await expect
      .poll(
        async () => {
          const found = await services.getExport(coordinator, view.id);
          if (found.ok) view = found.value;
          return view.state;
        },
        { timeout: 60_000 },
      )
      .toMatch(/done|failed/);
    return view;
  }

  test.for(['docx', 'html', 'md', ...(withPdf ? ['pdf'] : [])])(
    'the French call as %s',
    { timeout: 90_000 },
    async (format) => {
      const view = await exported(format);
      expect(view).toMatchObject({
        state: 'done',
        problem: null,
        url: `/api/v1/exports/${view.id}/file`,
        name: `appel-a-partenaires.fr.${format}`,
      });
      const file = await services.downloadExport(coordinator, view.id);
      expect(file.ok && file.value.bytes.byteLength).toBe(view.sizeBytes);
      if (format === 'md' && file.ok) {
        const markdown = Buffer.from(file.value.bytes).toString();
        expect(markdown).toContain('# Appel à partenaires');
        expect(markdown).toContain('Démonstration – aucun financement de l’UE revendiqué');
        expect(markdown).toContain('Les métiers du social du futur : échanges de bonnes pratiques en Europe');
      }
    },
  );

  test('its content as JSON, at once', { timeout: 60_000 }, async () => {
    const made = await services.renderDocument(coordinator, 'call-fr', 'json');
    if (!made.ok) throw new Error(made.problem.code);
    expect(JSON.parse(Buffer.from(made.value.bytes).toString())).toMatchObject({
      id: 'call-fr',
      language: 'fr',
      content: { type: 'doc' },
    });
  });

  test('formats not built yet, unknown and missing ones are refused, each by its name', async () => {
    const codeOf = async (format: unknown) => {
      const refused = await services.requestExport(coordinator, 'call-fr', format);
      return refused.ok ? 'accepted' : [refused.problem.code, refused.problem.fields?.format];
    };
    expect(await codeOf('odt')).toEqual(['format-unavailable', undefined]);
    expect(await codeOf('exe')).toEqual(['input-invalid', 'unknown']);
    expect(await codeOf(undefined)).toEqual(['input-invalid', 'missing']);
  });

  test('only members who may read export, and only who asked sees the export', async () => {
    const stranger: Principal = { personId: 'stranger', operator: true, memberships: [] };
    const colleague = (await stores.accounts.principal('observer'))!;
    expect(await services.requestExport(null, 'call-fr', 'md')).toMatchObject({
      problem: { code: 'not-signed-in' },
    });
    expect(await services.requestExport(stranger, 'call-fr', 'md')).toMatchObject({
      problem: { code: 'not-allowed' },
    });
    expect(await services.requestExport(coordinator, 'no-such', 'md')).toMatchObject({
      problem: { code: 'document-unknown' },
    });
    const { id } = await exported('md');
    for (const other of [stranger, colleague]) {
      expect(await services.getExport(other, id)).toMatchObject({ problem: { code: 'export-unknown' } });
      expect(await services.downloadExport(other, id)).toMatchObject({ problem: { code: 'export-unknown' } });
    }
    const left: Principal = { ...coordinator, memberships: [] };
    expect(await services.downloadExport(left, id)).toMatchObject({ problem: { code: 'not-allowed' } });
  });

  test('a person has at most five exports under way', async () => {
    const requestOnly = createServices({
      ...services,
      ...stores,
      blobs: diskBlobStore(blobFolder),
      maker: { make: async () => ok(null as never) },
      clock: systemClock,
      random: systemRandom,
      wake: () => {},
    } as never);
    await runner.stop(0);
    const codes = [];
    for (let i = 0; i < 6; i++) {
      const answer = await requestOnly.requestExport(coordinator, 'call-fr', 'md');
      codes.push(answer.ok ? 'queued' : answer.problem.code);
    }
    expect(codes).toEqual([...new Array<string>(5).fill('queued'), 'too-many-exports']);
  });
});
