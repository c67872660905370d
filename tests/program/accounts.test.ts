/** Accounts as the whole program has them: over HTTP, with a real mail server, and what is left on disk and in the log. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '#lib/core/limits.ts';
import { encodeStep1 } from '#lib/protocol/codec.ts';
import { liveUrl } from '../support/api-client.ts';
import { FormClient } from '../support/form-client.ts';
import { BareClient } from '../support/live-clients.ts';
import { startMailServer } from '../support/mail-server.ts';
import { freePort, startServer, temporaryFolder, type RunningServer } from '../support/server.ts';

const GUEST = { email: 'gaia@example.org', name: 'Gaia', password: 'four trains to Aosta' };
const PEOPLE = '/p/msf-2050/people';

let server: RunningServer;
let mails: Awaited<ReturnType<typeof startMailServer>>;
/** Everything that opened something in these tests. */
const secrets = new Set<string>();

beforeAll(async () => {
  mails = await startMailServer({ login: { user: 'tandem', password: 'the mailer’s own' } });
  server = await startServer({
    dataDir: temporaryFolder(),
    port: await freePort(),
    env: {
      LOG_LEVEL: 'debug',
      SMTP_URL: `smtp://tandem:${encodeURIComponent('the mailer’s own')}@127.0.0.1:${mails.port}`,
    },
  });
});
afterAll(async () => {
  await server?.stop();
  await mails?.stop();
});

const secretIn = (link: string): string => {
  const secret = link.slice(link.indexOf('#') + 1);
  secrets.add(secret);
  return secret;
};
/** The newest mail to an address brings this link. */
async function mailedLink(to: string, page: string): Promise<string> {
  const links = () =>
    mails.mails().flatMap((mail) => (mail.to.includes(to) ? (mail.text.match(/http\S+/g) ?? []) : []));
  await expect.poll(() => links().some((link) => link.includes(`${page}#`)), { timeout: 15_000 }).toBe(true);
  return secretIn(links().findLast((link) => link.includes(`${page}#`)) ?? '');
}

async function coordinator(): Promise<FormClient> {
  const client = new FormClient(server);
  const link = await server.cli('link', '--role', 'coordinator');
  secretIn(link);
  expect(await client.post('/link', { link })).toMatchObject({ kind: 'redirect' });
  return client;
}

const inviteGuest = (by: FormClient, more: Readonly<Record<string, string>> = {}) =>
  by.post(`${PEOPLE}?/invite`, {
    email: GUEST.email,
    name: GUEST.name,
    organisation: '',
    locale: 'en',
    grants: JSON.stringify([{ role: 'editor', scope: { kind: 'all' } }]),
    ...more,
  });

test('from invitation to withdrawal: mailed, accepted, writing, and shut out at once', async () => {
  const lead = await coordinator();
  const invited = await inviteGuest(lead);
  expect(invited).toMatchObject({ kind: 'success', status: 200 });
  const secret = await mailedLink(GUEST.email, '/invitation');
  // Mailed: the page of who invites never sees it.
  expect(invited.said).not.toContain(secret);

  const guest = new FormClient(server);
  expect((await guest.post('/invitation?/read', { secret })).said).toContain(GUEST.email);
  const accepted = await guest.post('/invitation?/accept', { secret, ...GUEST });
  expect(accepted.kind).toBe('redirect');
  expect((await guest.get('/p/msf-2050')).status).toBe(200);
  const again = new FormClient(server);
  expect(await again.post('/invitation?/accept', { secret, ...GUEST })).toMatchObject({ status: 410 });

  const origin = server.url;
  const writing = new BareClient(liveUrl(server), 'call-en', { token: null, cookie: guest.cookie, origin });
  await writing.opened();
  writing.send(encodeStep1(new Uint8Array([0])));
  await expect.poll(() => writing.frames.length, { timeout: 15_000 }).toBeGreaterThan(0);

  const page = await (await lead.get(PEOPLE)).text();
  const person =
    /personId:"([^"]+)",partnershipId:"[^"]*",organisationId:null,name:"Gaia"/.exec(page)?.[1] ?? '';
  const grants = JSON.stringify([{ role: 'observer', scope: { kind: 'all' } }]);
  const changed = await lead.post(`${PEOPLE}?/change`, { person, organisation: '', grants });
  expect(changed).toMatchObject({ kind: 'success' });
  await expect.poll(() => writing.notice('policy')?.right, { timeout: 15_000 }).toBe('read');

  const removed = await lead.post(`${PEOPLE}?/remove`, { person });
  expect(removed).toMatchObject({ kind: 'success' });
  expect((await guest.get('/p/msf-2050')).status).toBe(403);
  expect((await guest.get('/d/call-en')).status).toBe(403);
  expect(await writing.closed()).toBe(4403);
});

test('a forgotten password: one link by mail, all other sessions end, and the same answer for strangers', async () => {
  const before = new FormClient(server);
  const signIn = (client: FormClient, password: string) =>
    client.post('/sign-in?/password', { email: GUEST.email, password });
  expect(await signIn(before, GUEST.password)).toMatchObject({ kind: 'redirect' });
  expect((await before.get('/account')).status).toBe(200);

  const asking = new FormClient(server);
  const known = await asking.post('/forgot', { email: GUEST.email });
  const stranger = await asking.post('/forgot', { email: 'someone@example.org' });
  expect(stranger.said.replace('someone@example.org', GUEST.email)).toBe(known.said);

  const secret = await mailedLink(GUEST.email, '/reset-password');
  expect(mails.mails().some(({ to }) => to.includes('someone@example.org'))).toBe(false);
  const password = 'nineteen green apples';
  expect(await asking.post('/reset-password', { secret, password })).toMatchObject({ kind: 'redirect' });
  expect((await before.get('/account')).status).toBe(303);
  expect(await signIn(before, GUEST.password)).toMatchObject({ kind: 'failure', status: 401 });
  expect(await signIn(before, password)).toMatchObject({ kind: 'redirect' });
  secrets.add(password);
});

test('guessing one account’s password is held up, known or not, and the log names nobody', async () => {
  const client = new FormClient(server);
  for (const email of ['someone@example.org', 'someone-else@example.org']) {
    const statuses: number[] = [];
    for (let i = 0; i <= limits.passwordAttemptsBurst; i++)
      statuses.push(
        (await client.post('/sign-in?/password', { email, password: `guess number ${i}` })).status,
      );
    expect(statuses.slice(0, -1).every((status) => status === 401)).toBe(true);
    expect(statuses.at(-1)).toBe(429);
  }
});

test('a mail server that has gone is said to who invites, who gets the link instead', async () => {
  await mails.stop();
  const lead = await coordinator();
  const invited = await inviteGuest(lead, { email: 'late@example.org' });
  const secret = secretIn(/\/invitation#[\w-]{43}/.exec(invited.said)?.[0] ?? '');
  expect(secret).toHaveLength(43);
  expect((await new FormClient(server).post('/invitation?/read', { secret })).said).toContain(
    'late@example.org',
  );
  // Once: the page shows the invitation afterwards, and no link.
  expect(await (await lead.get(PEOPLE)).text()).not.toContain(secret);
  expect(server.log()).toMatch(/mail not sent/);
});

test('no secret, password or address is in the log, and no secret or password on disk', () => {
  for (const session of [GUEST.password, 'the mailer’s own', ...secrets]) {
    expect(session.length).toBeGreaterThan(10);
    expect(server.log()).not.toContain(session);
  }
  expect(server.log()).not.toMatch(/@example\.org/);
  const files = readdirSync(server.dataDir, { recursive: true, withFileTypes: true }).filter((it) =>
    it.isFile(),
  );
  expect(files.map(({ name }) => name)).toContain('tandem.db');
  for (const { parentPath, name } of files) {
    const bytes = readFileSync(join(parentPath, name));
    for (const secret of [GUEST.password, ...secrets])
      expect(bytes.includes(secret), `${name} holds a secret`).toBe(false);
  }
  // At least: two invitations, a reset, two links, a password.
  expect(secrets.size).toBeGreaterThanOrEqual(6);
});
