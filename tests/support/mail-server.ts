import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface ArrivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** As sent, each header on one line. */
  readonly headers: string;
  readonly text: string;
  readonly html: string;
}

export interface MailServerOptions {
  readonly login?: { readonly user: string; readonly password: string };
  /** An address that it takes no mail for. */
  readonly refuse?: string;
}

/** A real SMTP server on a free port of the loopback, which keeps what arrives. */
export async function startMailServer({ login, refuse }: MailServerOptions = {}) {
  const arrived: ArrivedMail[] = [];
  const logins: string[] = [];
  const server = new SMTPServer({
    authOptional: login === undefined,
    // Without TLS, as on a machine's own loopback.
    disabledCommands: login ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
    allowInsecureAuth: true,
    onAuth(auth, _session, callback) {
      logins.push(auth.username ?? '');
      const known = auth.username === login?.user && auth.password === login?.password;
      if (known) callback(null, { user: auth.username });
      else callback(new Error('Authentication failed'));
    },
    onRcptTo({ address }, _session, callback) {
      if (address !== refuse) return callback();
      callback(Object.assign(new Error(`no mailbox ${address}`), { responseCode: 550 }));
    },
    onData(stream, { envelope }, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        const to = envelope.rcptTo.map(({ address }) => address);
        arrived.push({ from, to, ...readMail(Buffer.concat(chunks).toString('utf8')) });
        callback();
      });
    },
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    mails: (): readonly ArrivedMail[] => [...arrived],
    logins: (): readonly string[] => [...logins],
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** As much of MIME (RFC 2045) as our own mails use: two alternatives, quoted-printable or base 64, words in headers. */
function readMail(source: string): Pick<ArrivedMail, 'subject' | 'headers' | 'text' | 'html'> {
  const { headers, body } = split(source);
  const boundary = /boundary="([^"]+)"/.exec(headers)?.[1] ?? '';
  const parts = body.split(`--${boundary}`).map(split);
  const part = (type: string) => {
    const found = parts.find((it) => it.headers.includes(`Content-Type: ${type}`));
    return found ? decoded(found.headers, found.body) : '';
  };
  const subject = /^Subject: (.*)$/m.exec(headers)?.[1] ?? '';
  return { subject: words(subject), headers, text: part('text/plain'), html: part('text/html') };
}

function split(source: string): { headers: string; body: string } {
  const text = source.replace(/^(\r\n)+/, '');
  const end = text.indexOf('\r\n\r\n');
  const [headers, body] = end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end + 4)];
  return { headers: headers.replace(/\r\n[ \t]+/g, ' ').replaceAll('\r\n', '\n'), body };
}

function decoded(headers: string, body: string): string {
  const encoding = /^Content-Transfer-Encoding: (\S+)$/im.exec(headers)?.[1]?.toLowerCase();
  const text = encoding === 'base64' ? Buffer.from(body, 'base64').toString('utf8') : quoted(body, encoding);
  return text.replaceAll('\r\n', '\n').replace(/\n+$/, '\n');
}

const quoted = (body: string, encoding: string | undefined): string =>
  encoding === 'quoted-printable' ? percent(body.replace(/=\r\n/g, '')) : body;

const percent = (text: string): string =>
  decodeURIComponent(text.replace(/%/g, '%25').replace(/=([0-9A-F]{2})/g, '%$1'));

/** Encoded words (RFC 2047). */
const words = (header: string): string =>
  header
    .replace(/\?= =\?/g, '?==?')
    .replace(/=\?UTF-8\?([QB])\?([^?]*)\?=/gi, (_all, kind: string, text: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(text, 'base64').toString('utf8')
        : percent(text.replace(/_/g, ' ')),
    );
