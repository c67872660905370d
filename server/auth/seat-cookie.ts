import type { SessionCookie } from '#server/ports/identity.ts';
import { SECRET_LENGTH_MAX } from './secrets.ts';

/**
 * What makes a phone the same phone when it comes back: the workshops that were joined with it are its own.
 * As the session's cookie, it is kept by this very host and read by no script.
 */
export const SEAT_COOKIE = '__Host-tandem-seat';

export function seatSecretIn(cookieHeader: string | null): string | null {
  for (const pair of (cookieHeader ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === SEAT_COOKIE && value && value.length <= SECRET_LENGTH_MAX && /^[\w-]+$/.test(value))
      return value;
  }
  return null;
}

/** A seminar's three days, and a way back to one's own cards after it. */
const SEAT_SECONDS = 60 * 24 * 3_600;

export const seatCookie = (secret: string): SessionCookie => ({
  name: SEAT_COOKIE,
  value: secret,
  options: { path: '/', httpOnly: true, secure: true, sameSite: 'lax', maxAge: SEAT_SECONDS },
});
