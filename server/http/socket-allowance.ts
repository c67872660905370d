import type { Clock } from '#lib/core/clock.ts';
import { limits } from '#lib/core/limits.ts';
import { createAttempts } from '#server/auth/attempts.ts';
import type { Identity } from '#server/ports/identity.ts';

/** A live connection that somebody was allowed. */
export interface SocketPlace {
  /** It has ended. */
  gone(): void;
  /** It was ended because too much was sent on it: its person begins nothing new for a while. */
  overdone(): void;
}

/** `null`: not now. */
export type SocketAllowance = (identity: Identity) => SocketPlace | null;

interface Holder {
  open: number;
  pausedUntilMs: number;
}

/**
 * How many live connections one person holds, and how fast they open new ones: what a socket may cost is limited
 * in the engine, and whoever opens another one instead meets this. Per person, never per address.
 */
export function createSocketAllowance(clock: Clock): SocketAllowance {
  const holders = new Map<string, Holder>();
  const mayOpen = createAttempts(clock, {
    burst: limits.socketOpeningsBurst,
    perMinute: limits.socketOpeningsPerMinute,
    keysMax: limits.socketHoldersRememberedMax,
  });
  const forget = (personId: string, holder: Holder): void => {
    if (holder.open === 0 && holder.pausedUntilMs <= clock.nowMs() && holders.get(personId) === holder)
      holders.delete(personId);
  };
  return ({ principal: { personId }, via }) => {
    const holder = holders.get(personId) ?? { open: 0, pausedUntilMs: 0 };
    const isProgram = via === 'token';
    const most = isProgram ? limits.socketsPerProgramMax : limits.socketsPerPersonMax;
    if (holder.pausedUntilMs > clock.nowMs() || holder.open >= most) return null;
    if (!isProgram && !mayOpen(personId)) return null;
    holders.set(personId, holder);
    holder.open += 1;
    return {
      gone() {
        holder.open -= 1;
        forget(personId, holder);
      },
      overdone() {
        holder.pausedUntilMs = clock.nowMs() + limits.floodPauseMs;
        clock.after(limits.floodPauseMs, () => forget(personId, holder));
      },
    };
  };
}
