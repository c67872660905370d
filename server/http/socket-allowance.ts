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

/** Not now; and how long that is kept to oneself. */
export interface SocketRefusal {
  readonly tellAfterMs: number;
}

export type SocketAllowance = (identity: Identity) => SocketPlace | SocketRefusal;

interface Holder {
  open: number;
  pausedUntilMs: number;
  /** When the last refusal is told: those of one person are told one after the other. */
  toldAtMs: number;
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
    if (
      holder.open === 0 &&
      Math.max(holder.pausedUntilMs, holder.toldAtMs) <= clock.nowMs() &&
      holders.get(personId) === holder
    )
      holders.delete(personId);
  };
  const refuse = (personId: string, holder: Holder): SocketRefusal => {
    const nowMs = clock.nowMs();
    holders.set(personId, holder);
    holder.toldAtMs = Math.max(
      nowMs + limits.socketRefusedAfterMs,
      holder.toldAtMs + limits.socketRefusedEveryMs,
    );
    const tellAfterMs = holder.toldAtMs - nowMs;
    clock.after(tellAfterMs, () => forget(personId, holder));
    return { tellAfterMs };
  };
  return ({ principal: { personId }, via }) => {
    const holder = holders.get(personId) ?? { open: 0, pausedUntilMs: 0, toldAtMs: 0 };
    const isProgram = via === 'token';
    const most = isProgram ? limits.socketsPerProgramMax : limits.socketsPerPersonMax;
    const isHeldUp = holder.pausedUntilMs > clock.nowMs() || holder.open >= most;
    if (isHeldUp || (!isProgram && !mayOpen(personId))) return refuse(personId, holder);
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
