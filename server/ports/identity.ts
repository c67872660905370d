import type { Principal } from '#lib/domain/partnership/member.ts';
import type { Person } from './account-store.ts';

/** Who is behind a request: resolved from its cookie or its bearer token, by server/auth. */
export interface Identity {
  readonly principal: Principal;
  readonly person: Person;
  readonly via: 'session' | 'token';
  /** When the session or token ends; `null`: open end. */
  readonly expiresAtMs: number | null;
  /** Set when the session was just prolonged: the answer must carry the cookie again. */
  readonly renewedCookie?: SessionCookie | null;
}

/** A cookie to set, in the shape that the framework's `cookies.set(name, value, options)` takes. */
export interface SessionCookie {
  readonly name: string;
  readonly value: string;
  readonly options: {
    readonly path: '/';
    readonly httpOnly: true;
    readonly secure: true;
    readonly sameSite: 'lax';
    /** Seconds; 0 removes the cookie. */
    readonly maxAge: number;
  };
}

export type Identify = (credentials: {
  readonly cookie: string | null;
  readonly authorization: string | null;
}) => Promise<Identity | null>;
