import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { failed, ok, type Problem, type Result } from '#lib/core/result.ts';

/** The environment, parsed and validated once. Nothing else reads `process.env`. */
export interface Config {
  readonly host: string;
  /** 0: any free port (tests). */
  readonly port: number;
  readonly dataDir: string;
  readonly databaseFile: string;
  /** Load the example partnership into an empty data folder. */
  readonly example: boolean;
  /** Public address; `null`: the loopback address served. */
  readonly origin: string | null;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** Header in which a trusted reverse proxy writes the client's address. */
  readonly addressHeader: string | null;
  /** Where mails are handed in; `null`: none are sent, and links are handed over by people. */
  readonly smtp: SmtpConfig | null;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly dev: boolean;
  /** Show /gallery, every part of the interface in every state; always in development. */
  readonly gallery: boolean;
}

export interface SmtpConfig {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise it is begun when the server offers it. */
  readonly tls: boolean;
  readonly login: { readonly user: string; readonly password: string } | null;
  /** Sender of every mail. */
  readonly from: string;
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

type Env = Readonly<Record<string, string | undefined>>;

/** A problem's `detail` is one sentence for the person who starts the program. */
export function readConfig(env: Env, args: readonly string[] = []): Result<Config> {
  const port = Number(env.PORT ?? '3000');
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    return refuse(`PORT must be a number from 0 to 65535, not "${env.PORT}".`);
  const logLevel = LOG_LEVELS.find((level) => level === (env.LOG_LEVEL ?? 'info'));
  if (!logLevel) return refuse(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, not "${env.LOG_LEVEL}".`);
  if (env.DATABASE_URL || env.VALKEY_URL)
    return refuse(
      'DATABASE_URL and VALKEY_URL (several servers) are not supported by this version: unset them to use the embedded database.',
    );
  if (Boolean(env.TLS_CERT) !== Boolean(env.TLS_KEY))
    return refuse('TLS_CERT and TLS_KEY go together: set both to files in PEM form, or neither.');

  const host = env.HOST ?? '127.0.0.1';
  const tls = env.TLS_CERT && env.TLS_KEY ? { certFile: env.TLS_CERT, keyFile: env.TLS_KEY } : null;
  const origin = readOrigin(env.ORIGIN, host);
  if (!origin.ok) return origin;
  const smtp = readSmtp(env, origin.value);
  if (!smtp.ok) return smtp;
  const dataDir = resolve(env.TANDEM_DATA ?? './data');
  return ok({
    host,
    port,
    dataDir,
    databaseFile: resolve(dataDir, 'tandem.db'),
    example: env.TANDEM_EXAMPLE !== '0',
    origin: origin.value,
    tls,
    addressHeader: env.ADDRESS_HEADER?.toLowerCase() ?? null,
    smtp: smtp.value,
    logLevel,
    dev: args.includes('--dev'),
    gallery: args.includes('--dev') || env.TANDEM_GALLERY === '1',
  });
}

/**
 * Browsers drop `__Host-` cookies, service workers and `crypto.subtle` on plain http away from
 * loopback: such an address is refused at start rather than half working.
 */
function readOrigin(value: string | undefined, host: string): Result<string | null> {
  if (value === undefined) {
    if (isLoopback(host)) return ok(null);
    return refuse(
      `HOST=${host} is reachable from other machines: set ORIGIN to its https address, with TLS_CERT and TLS_KEY or behind a reverse proxy that sets ADDRESS_HEADER.`,
    );
  }
  if (!URL.canParse(value))
    return refuse(`ORIGIN must be an address such as https://tandem.example, not "${value}".`);
  const url = new URL(value);
  if (url.origin !== value.replace(/\/$/, ''))
    return refuse(`ORIGIN must be scheme and host only, such as ${url.origin}, not "${value}".`);
  if (url.protocol === 'https:' || isLoopback(url.hostname)) return ok(url.origin);
  return refuse(
    `ORIGIN=${value} is plain http, where browsers refuse secure cookies: use https, with TLS_CERT and TLS_KEY or behind a reverse proxy that sets ADDRESS_HEADER.`,
  );
}

const SMTP_PORTS: Readonly<Record<string, number>> = { 'smtp:': 587, 'smtps:': 465 };

/** `smtps://user:password@mail.example:465`. No sentence repeats the address: it holds a password. */
function readSmtp(env: Env, origin: string | null): Result<SmtpConfig | null> {
  const { SMTP_URL: address, SMTP_FROM: sender } = env;
  if (!address) return ok(null);
  const url = URL.canParse(address) ? new URL(address) : null;
  const port = url && (url.port ? Number(url.port) : SMTP_PORTS[url.protocol]);
  if (!url?.hostname || !port || (url.pathname !== '/' && url.pathname !== '') || url.search || url.hash)
    return refuse(
      'SMTP_URL must be an address such as smtps://user:password@mail.example.org:465, or smtp://… for a server that begins without encryption; write special characters of the password as %40 and the like.',
    );
  const from = sender ?? `tandem@${bareHost(origin === null ? 'localhost' : new URL(origin).hostname)}`;
  if (!/^[^\s@<>"]+@[^\s@<>"]+$/.test(from))
    return refuse(`SMTP_FROM must be an e-mail address such as tandem@example.org, not "${from}".`);
  const login = url.username ? { user: decoded(url.username), password: decoded(url.password) } : null;
  return ok({ host: bareHost(url.hostname), port, tls: url.protocol === 'smtps:', login, from });
}

const bareHost = (host: string): string => host.replace(/^\[|\]$/g, '');

/** A stray `%` stands for itself. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

/** Every origin a browser may come from, given the port that is really served. */
export function allowedOrigins(config: Config, port: number): ReadonlySet<string> {
  const scheme = config.tls ? 'https' : 'http';
  const origins = new Set<string>();
  if (config.origin) origins.add(config.origin);
  if (isLoopback(config.host))
    for (const name of ['127.0.0.1', 'localhost', '[::1]'])
      origins.add(new URL(`${scheme}://${name}:${port}`).origin);
  return origins;
}

/** The address to print and to put into links. */
export function publicOrigin(config: Config, port: number): string {
  if (config.origin) return config.origin;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return new URL(`${config.tls ? 'https' : 'http'}://${host}:${port}`).origin;
}

const refuse = (detail: string) => failed<Problem>({ code: 'config-invalid', detail });
