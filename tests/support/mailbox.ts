/** The mailboxes of everybody: what the program sends arrives in a real mail server, and is read by its links. */
import { setTimeout as delay } from 'node:timers/promises';
import { startMailServer, type ArrivedMail } from './mail-server.ts';

export interface Mailbox {
  /** For `SMTP_URL`. */
  readonly url: string;
  mails(): readonly ArrivedMail[];
  /** The newest link to a page in a mail to this address; waits for one beyond those already asked for. */
  link(to: string, page: string): Promise<string>;
  close(): Promise<void>;
}

const WITHIN_MS = 10_000;
const POLL_MS = 50;

export async function openMailbox(): Promise<Mailbox> {
  const server = await startMailServer();
  const given = new Set<string>();
  return {
    url: `smtp://127.0.0.1:${server.port}`,
    mails: server.mails,
    async link(to, page) {
      const giveUpAtMs = performance.now() + WITHIN_MS;
      while (performance.now() < giveUpAtMs) {
        const own = server.mails().filter((mail) => mail.to.includes(to));
        const found = own.flatMap(({ text }) => linksIn(text, page)).findLast((link) => !given.has(link));
        if (found) {
          given.add(found);
          return found;
        }
        await delay(POLL_MS);
      }
      throw new Error(`no mail to ${to} with a link to ${page}; there are ${server.mails().length} mails`);
    },
    close: server.stop,
  };
}

const linksIn = (text: string, page: string): string[] =>
  [...text.matchAll(/https?:\/\/[^\s"<>]+/g)].map(([url]) => url).filter((url) => url.includes(`${page}#`));
