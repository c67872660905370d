import { createTransport } from 'nodemailer';
import { limits } from '#lib/core/limits.ts';
import { ok, problem } from '#lib/core/result.ts';
import type { Mailer } from '#server/ports/mailer.ts';

export interface SmtpOptions {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise it is begun when the server offers it. */
  readonly tls: boolean;
  readonly login: { readonly user: string; readonly password: string } | null;
  readonly from: string;
  /** A connection that never leaves the machine may carry the login as it is. */
  readonly loopback: boolean;
  readonly timeoutMs?: number;
}

/** Hands mails to one SMTP server (RFC 5321), a connection each: they are few, and none is kept waiting open. */
export function smtpMailer({ timeoutMs = limits.mailMs, ...options }: SmtpOptions): Mailer {
  const { host, port, tls, login, from, loopback } = options;
  const transport = createTransport(
    {
      host,
      port,
      secure: tls,
      // A login goes over no wire in the clear.
      requireTLS: !tls && login !== null && !loopback,
      ...(login ? { auth: { user: login.user, pass: login.password } } : {}),
      dnsTimeout: timeoutMs,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from: { name: 'Tandem', address: from } },
  );
  return {
    async send({ to, subject, text, html }) {
      // The step-by-step limits of the library add up; this one holds for all of them together.
      const late = timer(timeoutMs);
      try {
        const sent = transport.sendMail({
          to: { name: to.name, address: to.address },
          subject,
          text,
          html,
          // What it is, for those who filter or answer on their own (RFC 3834).
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        // It may fail long after nobody waits for it.
        sent.catch(() => {});
        await Promise.race([sent, late.promise]);
        return ok(undefined);
      } catch (error) {
        return problem('mail-failed', reasonOf(error));
      } finally {
        late.cancel();
      }
    },
    close: () => transport.close(),
  };
}

function timer(delayMs: number): { readonly promise: Promise<never>; readonly cancel: () => void } {
  let cancel = () => {};
  const promise = new Promise<never>((_resolve, reject) => {
    const timeout = setTimeout(() => reject(new TimedOut()), delayMs);
    cancel = () => clearTimeout(timeout);
  });
  return { promise, cancel };
}

class TimedOut extends Error {
  readonly code = 'ETIMEDOUT';
}

/** The library's code and the server's number only: their sentences repeat addresses, and may repeat a login. */
function reasonOf(error: unknown): string {
  const { code, responseCode } = (error ?? {}) as { code?: unknown; responseCode?: unknown };
  const known = typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : 'unknown reason';
  return typeof responseCode === 'number' ? `${known}, ${responseCode}` : known;
}
