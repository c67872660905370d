import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { limits } from '#lib/core/limits.ts';
import { textDocumentRules } from '#lib/protocol/document-rules.ts';
import { roles } from '#lib/domain/partnership/member.ts';
import { countryColour } from '#lib/ui/country-colours.ts';
import type { App } from './app.ts';
import { APP_SLOT } from './app.ts';
import { diskIncomingFiles } from './adapters/disk/incoming-files.ts';
import { pinoLog } from './adapters/pino/log.ts';
import { prometheusMetrics } from './adapters/prometheus/metrics.ts';
import { smtpMailer } from './adapters/smtp/mailer.ts';
import { seatCookie, seatSecretIn } from './auth/seat-cookie.ts';
import { compose, type Composition } from './compose.ts';
import { allowedOrigins, isLoopback, publicOrigin, readConfig, type Config } from './config.ts';
import { createEngine } from './engine/engine.ts';
import { createHalls } from './engine/workshops/halls.ts';
import { attachment } from './http/attachment.ts';
import { createServer, type PageHandler } from './http/http-server.ts';
import { openApi } from './http/openapi.ts';
import { originAllowed, originFacts } from './http/origin.ts';
import { problemOfError, problemResponse, readJson, statusOf } from './http/problem-details.ts';
import { createLiveSockets } from './http/live-sockets.ts';
import { createSyncUpgrade } from './http/sync-upgrade.ts';
import { isWorkshopPath, workshopUpgrade } from './http/workshop-upgrade.ts';
import { createUploadRoutes } from './http/upload-routes.ts';
import { readExampleWorkshop } from './example/read-example.ts';
import { startScriptedPeople } from './example/scripted-people.ts';
import { exportJob } from './jobs/export-job.ts';
import { createExportWork } from './jobs/export-work.ts';
import { startHousekeeping } from './jobs/housekeeping.ts';
import { createImageWork } from './jobs/image-work.ts';
import { publicationJob } from './jobs/publication-job.ts';
import { createJobRunner } from './jobs/runner.ts';
import type { RightsWatch } from './ports/live.ts';
import type { Log } from './ports/log.ts';
import { accountServices } from './services/account-services.ts';
import { createFrozenFileKeeper } from './services/keep-frozen-file.ts';
import { createFileSweep } from './services/sweep-files.ts';
import { createExportMaker } from './services/export-maker.ts';
import { EXAMPLE_ID, loadExample } from './services/load-example.ts';
import { loadExampleWorkshop } from './services/load-example-workshop.ts';
import { createServices } from './services/services.ts';
import { uploadServices } from './services/upload-services.ts';
import { formatProblems, readFormats } from './workshops/read-formats.ts';

/**
 * The composition root: reads the configuration, picks the adapters, starts, and stops in order.
 * Nothing below it knows what it is connected to.
 */

/** Says why in one sentence and ends: a start that cannot succeed leaves nothing half open. */
function giveUp(sentence: string): never {
  process.stderr.write(`Tandem cannot start: ${sentence}\n`);
  process.exit(1);
}

const configured = readConfig(process.env, process.argv.slice(2));
if (!configured.ok) giveUp(configured.problem.detail ?? configured.problem.code);
await serve(configured.value);

async function serve(config: Config): Promise<void> {
  const log = pinoLog(config.logLevel);
  const metrics = prometheusMetrics();
  const composed = await compose(config, { lockFolder: true });
  if (!composed.ok) giveUp(composed.problem.detail ?? composed.problem.code);
  const parts = composed.value;
  const { clock, random, docs, text, accounts, partnerships, versions, jobs, uploads, blobs } = parts;
  void parts.lost.then((cause) => {
    log.error({ cause: cause.message }, 'storage worker lost');
    process.exit(1);
  });
  const { workshops } = parts;
  const hadExample = (await partnerships.partnership(EXAMPLE_ID)) !== null;
  if (config.example) await loadExample({ partnerships, docs, clock });
  if (config.example && !hadExample)
    await loadExampleWorkshop({ workshops, formats: readFormats(), clock, random });
  const example = (await partnerships.partnership(EXAMPLE_ID)) !== null;

  const engine = createEngine({
    store: docs,
    clock,
    random,
    log,
    metrics,
    rules: textDocumentRules,
    text,
  });
  const halls = createHalls({ store: workshops, clock, random, log, metrics });
  const stopScripted =
    example && config.example
      ? startScriptedPeople({ workshops, halls, clock, random, log }, readExampleWorkshop())
      : () => undefined;
  const rights: RightsWatch = {
    documentRightsChanged: (documentId) => engine.documentRightsChanged(documentId),
    personRightsChanged: async (personId) => {
      await Promise.all([engine.personRightsChanged(personId), halls.personRightsChanged(personId)]);
    },
  };
  for (const { sentence } of formatProblems()) log.warn({ sentence }, 'workshop format left out');
  const work = createExportWork({
    pdfRendererModule: new URL('./adapters/typst/pdf-renderer.ts', import.meta.url),
  });
  const maker = createExportMaker({ docs, partnerships, uploads, blobs, work, origin: config.origin });
  const { publications } = parts;
  const frozenFiles = createFrozenFileKeeper({ publications, blobs });
  const runner = createJobRunner({
    jobs,
    handlers: {
      export: exportJob({ maker, blobs }),
      publication: publicationJob({ maker, publications, frozenFiles, clock }),
    },
    clock,
    log,
    metrics,
  });
  const incomingFolder = join(config.dataDir, 'incoming');
  const images = createImageWork({
    imageProcessorModule: new URL('./adapters/sharp/image-processor.ts', import.meta.url),
    folder: incomingFolder,
  });
  const services = createServices({
    accounts,
    docs,
    partnerships,
    versions,
    invitations: parts.accountParts.invitations,
    activity: parts.activity,
    glossary: parts.glossary,
    programme: parts.programme,
    publications,
    frozenFiles,
    workshops,
    halls,
    formats: readFormats,
    jobs,
    blobs,
    maker,
    text,
    log,
    rights,
    edit: (documentId, edit) => engine.edit(documentId, edit),
    clock,
    random,
    wake: () => runner.wake(),
  });
  const pictures = uploadServices({
    partnerships,
    uploads,
    blobs,
    incoming: diskIncomingFiles(incomingFolder),
    images,
    clock,
    random,
  });

  const mailer = config.smtp && smtpMailer({ ...config.smtp, loopback: isLoopback(config.smtp.host) });
  let servedPort = config.port;
  const accountUses = accountServices({
    ...parts.accountParts,
    rights,
    mailer,
    mailFailed: ({ code, detail }) => log.warn({ code, detail }, 'mail not sent'),
    origin: () => publicOrigin(config, servedPort),
  });

  let origins: ReadonlySet<string> = new Set();
  let hosts: ReadonlySet<string> = new Set();
  let pages: PageHandler | null = null;
  let accepting = true;

  const app: App = {
    log,
    identify: parts.identify,
    accounts: accountUses,
    services,
    uploads: pictures,
    gallery: config.gallery,
    exampleOnLoopback: example && isLoopback(config.host),
    http: {
      originAllowed: (request) =>
        originAllowed(
          originFacts({ method: request.method, header: (name) => request.headers.get(name) }),
          origins,
        ),
      statusOf,
      problemResponse,
      attachment,
      readJson,
      problemOfError,
      seatSecretIn,
      seatCookie,
      openApi,
    },
  };
  (globalThis as { [slot: symbol]: unknown })[APP_SLOT] = app;

  const server = createServer({
    tls: config.tls,
    hosts: () => hosts,
    ready: () => accepting && pages !== null,
    metrics: () => metrics.render(),
    uploads: createUploadRoutes({
      identify: parts.identify,
      origins: () => origins,
      services: pictures,
      clock,
      log,
    }),
    pages: () => pages,
  });
  const sockets = createLiveSockets({ clock, log });
  const upgradeWorkshop = workshopUpgrade({
    sockets,
    halls,
    clock,
    identify: parts.identify,
    originAllowed: (origin) => origins.has(origin),
    viewers: services.workshopViewers,
  });
  const sync = createSyncUpgrade({
    engine,
    sockets,
    identify: parts.identify,
    originAllowed: (origin) => origins.has(origin),
    clock,
    metrics,
    async authorise(principal, documentId) {
      const found = await services.findDocument(principal, documentId, 'read');
      if (found.ok) {
        const { entry, meta, reason } = found.value;
        const { partnershipId } = entry.work;
        const membership = principal.memberships.find((it) => it.partnershipId === partnershipId);
        return { kind: 'allowed', meta, right: reason.right, country: membership?.country ?? null };
      }
      return { kind: 'refused', code: found.problem.code === 'document-unknown' ? 4404 : 4403 };
    },
    colourOf: (country) => countryColour(country ?? '').colour,
  });
  server.on('upgrade', (request, socket, head) => {
    if (sync.handles(request.url ?? '')) sync.upgrade(request, socket, head);
    else if (isWorkshopPath(request.url ?? '')) upgradeWorkshop(request, socket, head);
    // In development the other upgrades are the bundler's own.
    else if (!config.dev) socket.destroy();
  });

  const port = await listen(server, config);
  servedPort = port;
  origins = allowedOrigins(config, port);
  hosts = new Set([...origins].map((origin) => new URL(origin).host));
  pages = config.dev ? await developmentPages(server) : await builtPages(config);
  runner.start();
  const sweepFrozenFiles = createFileSweep({ keeper: frozenFiles, clock });
  const stopHousekeeping = startHousekeeping({
    ...parts.accountParts,
    sweepFiles: async () => (await pictures.sweepPictures()) + (await sweepFrozenFiles()),
    log,
  });
  announce(config, port, parts, example, log);

  const stop = async (signal: string) => {
    if (!accepting) return;
    accepting = false;
    log.info({ signal }, 'stopping');
    // Whatever hangs, the process ends: for data an end like this equals a SIGKILL.
    setTimeout(() => process.exit(1), STOP_MS_MAX).unref();
    server.close();
    stopScripted();
    await Promise.all([engine.shutdown(), halls.shutdown()]);
    await sockets.close();
    await stopHousekeeping();
    mailer?.close();
    await runner.stop();
    await work.close();
    await images.close();
    server.closeAllConnections();
    await parts.close();
    process.exit(0);
  };
  process.on('SIGTERM', (signal) => void stop(signal));
  process.on('SIGINT', (signal) => void stop(signal));
}

const STOP_MS_MAX = 10_000;

function listen(server: ReturnType<typeof createServer>, config: Config): Promise<number> {
  return new Promise((resolve) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EADDRINUSE')
        giveUp(
          `port ${config.port} is taken by another program: set PORT to a free one, such as PORT=${config.port + 1}.`,
        );
      if (cause.code === 'EACCES')
        giveUp(`this account may not use port ${config.port}: set PORT to one above 1023.`);
      giveUp(`the address ${config.host}:${config.port} cannot be used (${cause.message}).`);
    });
    server.listen(config.port, config.host, () => resolve((server.address() as AddressInfo).port));
  });
}

async function builtPages(config: Config): Promise<PageHandler> {
  const built = new URL('../build/handler.js', import.meta.url);
  if (!existsSync(built)) giveUp('the pages have not been built: use "npm start", which builds them.');
  // Read by the built handler at its import: our own socket writes the scheme (http-server.ts).
  process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
  if (config.addressHeader) process.env.ADDRESS_HEADER = config.addressHeader;
  process.env.BODY_SIZE_LIMIT = String(limits.bodySizeBytesMax);
  const { handler } = (await import(built.href)) as { handler: PageHandler };
  return handler;
}

async function developmentPages(server: ReturnType<typeof createServer>): Promise<PageHandler> {
  const vite = await import('vite');
  const bundler = await vite.createServer({
    server: { middlewareMode: true, hmr: { server } },
    appType: 'custom',
  });
  return bundler.middlewares as unknown as PageHandler;
}

/** What the person who started the program reads: the address, and in the example a way in per role. */
function announce(config: Config, port: number, parts: Composition, example: boolean, log: Log): void {
  const origin = publicOrigin(config, port);
  process.stdout.write(`Tandem is ready at ${origin}\n`);
  if (!example || !isLoopback(config.host)) return;
  // A disk that is full by now is no reason to end: the server reads on, and links can be made later.
  printLinks(origin, parts).catch((cause: unknown) => {
    log.warn({ cause: String(cause) }, 'sign-in links could not be made');
  });
}

async function printLinks(origin: string, parts: Composition): Promise<void> {
  const lines: string[] = [];
  for (const role of roles) {
    const found = await parts.accountServices.findAccountByRole({ role, partnershipId: EXAMPLE_ID });
    if (!found.ok) continue;
    const link = await parts.accountServices.createSignInLink({ personId: found.value.id });
    lines.push(`  ${role.padEnd(18)} ${origin}${link.path}`);
  }
  process.stdout.write(
    `\nThe example partnership. Open a link to sign in; each works once, for half an hour:\n${lines.join('\n')}\n\n`,
  );
}
