/**
 * A real mail server in this process, on a free port of the loopback: what the program sends arrives
 * here and nowhere else. Tests read it as people do, by the links in it.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly to: readonly string[];
  /** Head and body, decoded. */
  readonly text: string;
}

export interface Mailbox {
  /** For `SMTP_URL`. */
  readonly url: string;
  readonly mails: readonly ReceivedMail[];
  /** The newest link to a page in a mail to this address; waits for one beyond those already asked for. */
  link(to: string, page: string): Promise<string>;
  close(): Promise<void>;
}

const WITHIN_MS = 10_000;
const POLL_MS = 50;

export async function openMailbox(): Promise<Mailbox> {
  const mails: ReceivedMail[] = [];
  const given = new Set<string>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mails.push({ to, text: decoded(Buffer.concat(chunks)) });
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;

  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    async link(to, page) {
      const giveUpAtMs = performance.now() + WITHIN_MS;
      while (performance.now() < giveUpAtMs) {
        const links = mails.filter((mail) => mail.to.includes(to)).flatMap(({ text }) => linksIn(text, page));
        const found = links.findLast((link) => !given.has(link));
        if (found) {
          given.add(found);
          return found;
        }
        await delay(POLL_MS);
      }
      throw new Error(`no mail to ${to} with a link to ${page}; there are ${mails.length} mails`);
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const linksIn = (text: string, page: string): string[] =>
  [...text.matchAll(/https?:\/\/[^\s"<>]+/g)].map(([url]) => url).filter((url) => url.includes(`${page}#`));

/** Quoted-printable (RFC 2045, 6.7) undone: soft line ends and escaped bytes. */
function decoded(raw: Buffer): string {
  const bytes = raw
    .toString('latin1')
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
