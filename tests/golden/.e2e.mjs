import { writeFileSync, mkdtempSync } from 'node:fs';
import { openSqliteStores } from '../contracts/sqlite-stores.ts';
const { loadExample } = await import('../../server/services/load-example.ts');
const { createExportWork } = await import('../../server/jobs/export-work.ts');
const { createExportMaker } = await import('../../server/services/export-maker.ts');
const { createJobRunner } = await import('../../server/jobs/runner.ts');
const { exportJob } = await import('../../server/jobs/export-job.ts');
const { systemClock } = await import('../../server/adapters/system/clock.ts');
const { systemRandom } = await import('../../server/adapters/system/random.ts');
const { diskBlobStore } = await import('../../server/adapters/disk/blob-store.ts');
const { createServices } = await import('../../server/services/services.ts');
const s = await openSqliteStores();
await loadExample({ partnerships: s.partnerships, docs: s.docs, clock: systemClock });
const work = createExportWork({ pdfRendererModule: new URL('../../server/adapters/typst/pdf-renderer.ts', import.meta.url) });
const maker = createExportMaker({ docs: s.docs, partnerships: s.partnerships, work, origin: null });
const blobs = diskBlobStore(mkdtempSync('/tmp/tandem/exp/blobs-'));
const log = { debug(){}, info: (...a)=>console.log('info',...a), warn: (...a)=>console.log('warn',...a), error: (...a)=>console.log('error',...a) };
const runner = createJobRunner({ jobs: s.jobs, handlers: { export: exportJob({ maker, blobs }) }, clock: systemClock, log });
runner.start();
const services = createServices({ partnerships: s.partnerships, jobs: s.jobs, blobs, maker, clock: systemClock, random: systemRandom, wake: () => runner.wake() });
const who = await s.accounts.principal('coord-isere');
for (const [doc, formats] of Object.entries({ 'call-fr': ['pdf','docx','html','md'], 'd1-fr': ['pdf','md'], 'd2-en': ['pdf'] }))
 for (const f of formats) {
  const t = Date.now();
  const r = await services.requestExport(who, doc, f);
  if (!r.ok) { console.log(r); continue; }
  let v; do { await new Promise(r=>setTimeout(r,20)); v = (await services.getExport(who, r.value.id)).value; } while (v.state==='queued'||v.state==='running');
  console.log(f, v.state, Date.now()-t, v.name, v.sizeBytes, JSON.stringify(v.warnings), v.problem);
  if (v.state==='done') writeFileSync('/tmp/tandem/exp/'+doc+'.'+f, (await services.downloadExport(who, v.id)).value.bytes);
 }
console.log(await services.requestExport(who, 'call-fr', 'odt'));
const j = await services.renderDocument(who, 'call-fr', 'json'); console.log(j.ok, j.ok && Buffer.from(j.value.bytes).toString().slice(0,200));
await runner.stop(); await work.close(); await s.close();
