import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Mail } from '#server/ports/mailer.ts';
import { startMailServer } from '../../../tests/support/mail-server.ts';
import { smtpMailer } from './mailer.ts';

const mail: Mail = {
  to: { name: 'Zoë Müller', address: 'zoe@example.org' },
  subject: 'Invitation à « Les métiers du social »',
  text: 'Bonjour,\n\nÇa commence.\n.\nhttps://tandem.example/invitation#secret-of-forty-three-characters\n',
  html: '<p>Ça commence.</p>',
};

const options = (port: number) => ({
  host: '127.0.0.1',
  port,
  tls: false,
  login: null,
  from: 'tandem@example.org',
  loopback: true,
  timeoutMs: 1_000,
});

test('a mail arrives as it was written: sender, reader, subject, text and HTML, accents too', async () => {
  const server = await startMailServer();
  onTestFinished(server.stop);
  const mailer = smtpMailer(options(server.port));
  expect(await mailer.send(mail)).toEqual({ ok: true, value: undefined });
  const [arrived] = server.mails();
  expect(arrived).toMatchObject({
    from: 'tandem@example.org',
    to: ['zoe@example.org'],
    subject: mail.subject,
  });
  expect(arrived?.headers).toMatch(/^From: Tandem <tandem@example\.org>$/m);
  expect(arrived?.headers).toMatch(/^Auto-Submitted: auto-generated$/m);
  expect(arrived?.text).toBe(mail.text);
  expect(arrived?.html).toContain(mail.html);
});

test('a login is used where one is given', async () => {
  const server = await startMailServer({ login: { user: 'tandem', password: 'p@ss:word' } });
  onTestFinished(server.stop);
  const login = { user: 'tandem', password: 'p@ss:word' };
  expect((await smtpMailer({ ...options(server.port), login }).send(mail)).ok).toBe(true);
  const wrong = await smtpMailer({ ...options(server.port), login: { ...login, password: 'other' } }).send(
    mail,
  );
  expect(wrong).toEqual({ ok: false, problem: { code: 'mail-failed', detail: 'EAUTH, 535' } });
  expect(server.mails()).toHaveLength(1);
});

test('a login is not sent in the clear to another machine', async () => {
  const server = await startMailServer({ login: { user: 'tandem', password: 'p@ss:word' } });
  onTestFinished(server.stop);
  const login = { user: 'tandem', password: 'p@ss:word' };
  const sent = await smtpMailer({ ...options(server.port), login, loopback: false }).send(mail);
  expect(sent).toMatchObject({ ok: false, problem: { code: 'mail-failed' } });
  expect(server.logins()).toEqual([]);
});

test('a server that refuses the reader is an expected problem, whose words name nobody', async () => {
  const server = await startMailServer({ refuse: 'zoe@example.org' });
  onTestFinished(server.stop);
  const sent = await smtpMailer(options(server.port)).send(mail);
  expect(sent).toEqual({ ok: false, problem: { code: 'mail-failed', detail: 'EENVELOPE, 550' } });
});

test('no server there is a problem at once, a server that says nothing one within the limit', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  onTestFinished(() => void silent.close());
  const { port } = silent.address() as AddressInfo;
  const late = await smtpMailer({ ...options(port), timeoutMs: 200 }).send(mail);
  expect(late).toEqual({ ok: false, problem: { code: 'mail-failed', detail: 'ETIMEDOUT' } });

  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const { port: free } = gone.address() as AddressInfo;
  gone.close();
  await once(gone, 'close');
  expect(await smtpMailer(options(free)).send(mail)).toMatchObject({
    ok: false,
    problem: { code: 'mail-failed', detail: 'ESOCKET' },
  });
});

test('a name cannot add a header or a reader', async () => {
  const server = await startMailServer();
  onTestFinished(server.stop);
  const to = { name: 'Eve"\r\nBcc: all@example.org', address: 'eve@example.org' };
  await smtpMailer(options(server.port)).send({ ...mail, to, subject: 'One\r\nX-Two: 2' });
  const [arrived] = server.mails();
  expect(arrived?.to).toEqual(['eve@example.org']);
  expect(arrived?.headers).not.toMatch(/^(Bcc|X-Two):/im);
});
