/**
 * Whether a request may act with the cookies that came along with it. Pages of other sites can make
 * a browser send our cookie; they cannot forge `Origin` or `Sec-Fetch-Site`. This never grants
 * anything: what the person behind the request may do is asked afterwards, of everyone.
 */
export interface OriginFacts {
  readonly method: string;
  /** The request asks for a WebSocket: not safe, although it is a GET. */
  readonly upgrade: boolean;
  readonly origin: string | null;
  readonly secFetchSite: string | null;
  /** It carries an `Authorization` header, which no page of another site can add. */
  readonly authorization: boolean;
  readonly cookie: boolean;
}

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

export function originAllowed(facts: OriginFacts, allowed: ReadonlySet<string>): boolean {
  if (SAFE_METHODS.has(facts.method) && !facts.upgrade) return true;
  if (facts.authorization && !facts.cookie) return true;
  if (facts.secFetchSite !== null && facts.secFetchSite !== 'same-origin') return false;
  // Under `Referrer-Policy: no-referrer` a browser sends `Origin: null` with the plain forms of our
  // own pages. A sandboxed frame sends the same, but with another Sec-Fetch-Site.
  if (facts.origin === 'null') return facts.secFetchSite === 'same-origin';
  if (facts.origin !== null) return allowed.has(facts.origin);
  if (facts.secFetchSite !== null) return true;
  // Neither header: not a browser of this decade, since each sends Origin with every POST and upgrade.
  // Without a cookie nobody's authority is borrowed; with one, proof is wanted all the same.
  return !facts.cookie;
}

interface HeaderSource {
  readonly method: string;
  readonly header: (name: string) => string | null | undefined;
}

export const originFacts = ({ method, header }: HeaderSource, upgrade = false): OriginFacts => ({
  method: method.toUpperCase(),
  upgrade,
  origin: header('origin') ?? null,
  secFetchSite: header('sec-fetch-site') ?? null,
  authorization: Boolean(header('authorization')),
  cookie: Boolean(header('cookie')),
});
