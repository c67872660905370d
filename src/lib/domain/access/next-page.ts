/**
 * Where somebody wanted to go before they had to sign in. The value travels through addresses that
 * anybody can write, so only a page of ours is accepted; whatever else it says, the start page.
 */
export function nextPage(wanted: unknown): string {
  if (typeof wanted !== 'string' || wanted.length > NEXT_LENGTH_MAX) return '/';
  // One slash, then no second one: `//host` and `/\host` leave the site. The parser judges, because
  // browsers drop tabs and line ends that a pattern would let pass.
  const base = 'https://tandem.invalid';
  if (!wanted.startsWith('/') || !URL.canParse(wanted, base)) return '/';
  const { origin, pathname, search } = new URL(wanted, base);
  if (origin !== base || pathname.startsWith('//') || doors.has(pathname)) return '/';
  return pathname + search;
}

/** An address of a page of ours is far shorter. */
const NEXT_LENGTH_MAX = 500;

/** Coming back to these would sign in, or out, again. */
const doors: ReadonlySet<string> = new Set(['/sign-in', '/sign-out', '/link']);
