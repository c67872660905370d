import { SECRET_LENGTH_MAX } from './secrets.ts';

/**
 * The name's prefix makes browsers insist on Secure, on `Path=/` and on this very host. Chromium and
 * Firefox keep such a cookie on plain http at a loopback address as well; Safari does not, and is
 * told so after sign-in (`/sign-in?kept=check`).
 */
export const SESSION_COOKIE = '__Host-tandem';

/** The session's id in a `Cookie` header; `null`: none, or not one of ours. Never throws, whatever was sent. */
export function sessionIdIn(cookieHeader: string | null): string | null {
  for (const pair of (cookieHeader ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === SESSION_COOKIE && value && value.length <= SECRET_LENGTH_MAX && /^[\w-]+$/.test(value))
      return value;
  }
  return null;
}
