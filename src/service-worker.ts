/// <reference types="@sveltejs/kit" />
/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
/**
 * Opens Tandem without a network: the program's files, and the pages of the documents that this device
 * holds (their texts are in src/lib/client/device). Pages come from the server whenever it answers.
 *
 * Invariants: only GET answers of this origin with status 200 are kept, never a redirect, the API, an upload
 * or an export; pages are kept for one person at a time and go when that person does; a page that is kept
 * finds its program's files, for those of an older build stay as long as a page of that build is kept or open.
 * It leaves what is written to IndexedDB, and every word to the page /offline.
 */
import { build, files, version } from '$service-worker';
import type { WorkerMessage } from '#lib/client/device/offline-pages.ts';

type PersonMessage = Extract<WorkerMessage, { kind: 'person' }>;

const worker = globalThis as unknown as ServiceWorkerGlobalScope;

const PROGRAM = 'tandem-program:';
const PAGES = 'tandem-pages:';
const OFFLINE_PAGE = '/offline';
const NOBODY = 'nobody';
/** A server that does not answer at all is worse than none: then the page of this device is shown. */
const ANSWER_WITHIN_MS = 8_000;
/** Program files of at most so many builds are kept. */
const BUILDS_MAX = 4;

const programFiles = [...build, ...files];
const programPaths = new Set(programFiles);

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(PROGRAM + version).then((cache) => cache.addAll(programFiles)));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      await worker.clients.claim();
      await refreshPages();
      await dropOldBuilds();
    })(),
  );
});

worker.addEventListener('message', (event) => {
  const message = event.data as WorkerMessage;
  if (message.kind === 'person') event.waitUntil(keepToPerson(message));
  else if (message.kind === 'keep-page')
    event.waitUntil(pagesOf(message.personId).then(() => keepPage(message.path)));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (programPaths.has(url.pathname) || url.pathname.startsWith('/_app/immutable/'))
    event.respondWith(programFile(request));
  else if (request.mode === 'navigate') event.respondWith(page(event, url));
  else if (url.pathname.endsWith('/__data.json')) event.respondWith(pageData(request, url));
});

/** Named by its content: what is kept under that name is right. */
async function programFile(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreSearch: true })) ?? fetch(request);
}

async function page(event: FetchEvent, url: URL): Promise<Response> {
  try {
    const answer = await fetchInTime(event.request);
    if (answer.type === 'basic' && !answer.redirected && isDocument(url.pathname)) {
      const { status } = answer;
      if (status === 200 && (await kept(url.pathname))) event.waitUntil(put(url.pathname, answer.clone()));
      if (status === 403 || status === 404) event.waitUntil(forgetPage(url.pathname));
    }
    return answer;
  } catch {
    const found = await kept(url.pathname);
    if (found) return found;
    // Under its own address, so that its links and its program agree with what it shows.
    const wanted = encodeURIComponent(url.pathname + url.search);
    if (url.pathname !== OFFLINE_PAGE && (await kept(OFFLINE_PAGE)))
      return Response.redirect(`${OFFLINE_PAGE}?wanted=${wanted}`, 302);
    return Response.error();
  }
}

async function pageData(request: Request, url: URL): Promise<Response> {
  try {
    return await fetchInTime(request);
  } catch (problem) {
    const found = await kept(url.pathname);
    if (found) return found;
    if (!(await kept(OFFLINE_PAGE))) throw problem;
    const wanted = url.pathname.slice(0, -'/__data.json'.length) || '/';
    const location = `${OFFLINE_PAGE}?wanted=${encodeURIComponent(wanted)}`;
    return Response.json({ type: 'redirect', location });
  }
}

function fetchInTime(request: Request): Promise<Response> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer')), ANSWER_WITHIN_MS);
    fetch(request)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

const isDocument = (path: string): boolean => /^\/d\/[^/]+$/.test(path);
const dataPath = (path: string): string => `${path}/__data.json`;

// --- the pages of one person ---

async function pagesName(): Promise<string | null> {
  return (await caches.keys()).find((name) => name.startsWith(PAGES)) ?? null;
}

async function kept(path: string): Promise<Response | undefined> {
  const name = await pagesName();
  return name === null ? undefined : (await caches.open(name)).match(path);
}

async function put(path: string, answer: Response): Promise<void> {
  const name = await pagesName();
  if (name !== null) await (await caches.open(name)).put(path, answer);
}

/** The pages of this person and of nobody else. */
async function pagesOf(personId: string | null): Promise<void> {
  const own = PAGES + (personId ?? NOBODY);
  for (const name of await caches.keys())
    if (name.startsWith(PAGES) && name !== own) await caches.delete(name);
  await caches.open(own);
}

async function keepToPerson({ personId, locale }: PersonMessage): Promise<void> {
  await pagesOf(personId);
  const html = await (await kept(OFFLINE_PAGE))?.text();
  if (!html?.includes(`<html lang="${locale}"`)) await keepPage(OFFLINE_PAGE);
}

/** Asked for anew, so that it is whole: what the page itself had loaded may be a part. */
async function keepPage(path: string): Promise<void> {
  const name = await pagesName();
  if (name === null || (path !== OFFLINE_PAGE && !isDocument(path))) return;
  const wanted = [path, dataPath(path)];
  await Promise.all(
    wanted.map(async (each) => {
      const answer = await fetch(each, { redirect: 'manual' }).catch(() => null);
      // The person may have signed out while the server answered.
      if (answer?.status === 200 && name === (await pagesName())) await put(each, answer);
    }),
  );
}

async function forgetPage(path: string): Promise<void> {
  const name = await pagesName();
  if (name === null) return;
  const cache = await caches.open(name);
  await Promise.all([cache.delete(path), cache.delete(dataPath(path))]);
}

// --- builds ---

/** After an update each page is asked for anew, so that it names the files of this build. */
async function refreshPages(): Promise<void> {
  const name = await pagesName();
  if (name === null) return;
  const paths = (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname);
  for (const path of paths) if (!path.endsWith('/__data.json')) await keepPage(path);
}

async function dropOldBuilds(): Promise<void> {
  const older = (await caches.keys()).filter(
    (name) => name.startsWith(PROGRAM) && name !== PROGRAM + version,
  );
  const inUse = await filesInUse();
  for (const [at, name] of older.reverse().entries()) {
    const paths = (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname);
    const isUsed = paths.some((path) => inUse.has(path) && !programPaths.has(path));
    if (!isUsed || at >= BUILDS_MAX - 1) await caches.delete(name);
  }
}

/** What the kept pages name; open pages of an older build do not exist when a worker becomes active. */
async function filesInUse(): Promise<ReadonlySet<string>> {
  const used = new Set<string>();
  const name = await pagesName();
  if (name === null) return used;
  const cache = await caches.open(name);
  for (const request of await cache.keys()) {
    const text = (await (await cache.match(request))?.text()) ?? '';
    for (const [path] of text.matchAll(/\/_app\/immutable\/[\w./-]+/g)) used.add(path);
  }
  return used;
}
