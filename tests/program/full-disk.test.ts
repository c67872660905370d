/** A full disk, on a disk that may be filled: nothing acknowledged is lost, nothing is called saved that is not. */
import { afterEach, expect, test } from 'vitest';
import { apiOfRole, newDocument } from '../support/api-client.ts';
import { changeDatabaseOn, giveBackLogSpace } from '../support/database-state.ts';
import { FULL_DISK_SIZE_BYTES, fullDiskRun } from '../support/full-disk-run.ts';
import { freePort, startAndEnd, startServer, type RunningServer } from '../support/server.ts';
import { smallDisk, type SmallDisk } from '../support/small-disk.ts';

const FILLS = 5;
let disk: SmallDisk | null = null;
let server: RunningServer | null = null;

const newDisk = async (): Promise<SmallDisk> => (disk = await smallDisk(FULL_DISK_SIZE_BYTES));

afterEach(async () => {
  disk?.free();
  await server?.stop();
  await disk?.remove();
  disk = server = null;
});

test('[E6] a disk that fills while people write: what was acknowledged is there, and what was not is kept and saved when there is space', async () => {
  const seed = Math.floor(Math.random() * 1e9);
  const result = await fullDiskRun(await newDisk(), { seed, fills: FILLS });
  expect(result.lost, `seed ${seed}`).toEqual([]);
  expect(result.troubles, `seed ${seed}`).toEqual([]);
  expect(result.acknowledged, `seed ${seed}`).toBe(result.edits);
  expect(result.edits).toBeGreaterThan(100);
  expect(result.verified).toContain('Everything fits');
}, 120_000);

test('on a full disk people read, and what would have to be written is refused in words and changes nothing', async () => {
  const small = await newDisk();
  const { path: dataDir, launcher, fill, free } = small;
  server = await startServer({ dataDir, launcher });
  const editor = await apiOfRole(server, 'editor');
  const documentId = await newDocument(editor);
  const cookie = await signIn(server);
  // In the second half of a session's life reading a page prolongs it, which cannot be written now.
  changeDatabaseOn(small, `UPDATE web_session SET expires_at_ms = ${Date.now() + 24 * 3_600_000}`);
  giveBackLogSpace(small);
  fill();

  for (const path of ['/healthz', '/readyz', '/p/msf-2050', `/d/${documentId}`])
    expect((await fetch(server.url + path, { headers: { cookie } })).status, path).toBe(200);
  expect((await editor.get('/documents/call-fr?format=md')).status).toBe(200);

  const refused = [
    await editor.post(`/documents/${documentId}/exports`, { format: 'md' }),
    await editor.post('/partnerships/msf-2050/documents', { title: 'New', language: 'en' }),
  ];
  for (const answer of refused) {
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 503, code: 'storage-failed' });
  }
  const form = await fetch(`${server.url}/p/msf-2050/deliverables?/create`, {
    method: 'POST',
    headers: { cookie, origin: server.url, accept: 'text/html', 'accept-language': 'en' },
    body: new URLSearchParams({ title: 'New', language: 'en' }),
  });
  expect(form.status).toBe(503);
  expect((await form.text()).includes('The server cannot write to its disk at the moment.')).toBe(true);
  await expect(server.cli('token', 'create', '--role', 'editor')).rejects.toThrow(
    /: The disk that holds \S+ cannot be written: [^\n]+\.\n?$/,
  );

  free();
  expect((await editor.post(`/documents/${documentId}/exports`, { format: 'md' })).status).toBe(202);
  expect(await server.cli('verify')).toContain('Everything fits');
}, 60_000);

test('an export whose file finds no space any more fails in words', async () => {
  const small = await newDisk();
  const { path: dataDir, launcher, fill } = small;
  server = await startServer({ dataDir, launcher });
  const editor = await apiOfRole(server, 'editor');
  const documentId = await newDocument(editor);
  // The database's log begins again in the space that it has: its rows still fit, a new file does not.
  changeDatabaseOn(small, 'PRAGMA wal_checkpoint(RESTART)');
  fill();
  const asked = await editor.post(`/documents/${documentId}/exports`, { format: 'md' });
  expect(asked.status).toBe(202);
  const { id } = (await asked.json()) as { id: string };
  await expect
    .poll(async () => (await editor.get(`/exports/${id}`)).json(), { timeout: 15_000 })
    .toMatchObject({ state: 'failed', url: null, problem: { code: 'storage-failed' } });
}, 60_000);

test('a server stops cleanly on a full disk, and does not start on one but says why', async () => {
  const { path, launcher, fill, free } = await newDisk();
  const options = { dataDir: path, launcher, port: await freePort() };
  server = await startServer(options);
  fill();
  expect(await server.stop()).toBe(0);
  fill();
  const { code, stderr } = await startAndEnd({ TANDEM_DATA: path, PORT: String(options.port) }, launcher);
  expect(stderr).toBe(
    `Tandem cannot start: The disk that holds ${path} is full: free some space and start again.\n`,
  );
  expect(code).toBe(1);
  free();
  server = await startServer(options);
  expect(await server.cli('verify')).toContain('Everything fits');
}, 60_000);

async function signIn({ cli, url }: RunningServer): Promise<string> {
  const link = new URL(await cli('link', '--role', 'editor')).hash.slice(1);
  const answer = await fetch(`${url}/link`, {
    method: 'POST',
    headers: { origin: url },
    body: new URLSearchParams({ link }),
    redirect: 'manual',
  });
  return /__Host-tandem=[^;]+/.exec(answer.headers.getSetCookie().join('\n'))?.[0] ?? '';
}
