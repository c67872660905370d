import { isId } from '#lib/core/ids.ts';
import type { Command } from '#lib/domain/workshop/running/commands.ts';
import { readCommand } from '#lib/domain/workshop/running/read-command.ts';
import type { Audience } from '#lib/domain/workshop/running/views.ts';

/**
 * What a workshop's screens and the server say to each other on `WS /workshop/{id}`: JSON, each message a list
 * of parts (SPEC.md, rules W1 to W7).
 */
export type ServerPart =
  /** First on each connection: the server's clock, and who acts on this device. */
  | {
      readonly t: 'hello';
      readonly nowMs: number;
      readonly people: readonly string[];
      readonly proto: number;
    }
  /** Latest values; `null`: gone. `whole`: what was known of this audience is no longer true. */
  | {
      readonly t: 'told';
      readonly of: Audience;
      readonly whole?: true;
      readonly set: Readonly<Record<string, unknown>>;
    }
  /** This screen is no longer told that. */
  | { readonly t: 'drop'; readonly of: readonly Audience[] }
  /** On the disk. */
  | { readonly t: 'done'; readonly key: string }
  | { readonly t: 'refused'; readonly key: string; readonly code: string; readonly about?: string | number }
  /** A sign of life, with the server's clock. */
  | { readonly t: 'beat'; readonly nowMs: number };

export type ClientPart =
  | {
      readonly t: 'do';
      /** One of the device's people. */
      readonly as: string;
      readonly key: string;
      readonly command: Command;
    }
  /** Tables that this screen shows beside its own. */
  | { readonly t: 'look'; readonly tables: readonly number[] };

export const WORKSHOP_PROTOCOL_VERSION = 1;
/** Tables one screen looks at: all of them. */
const LOOKS_MAX = 100;
/** Parts in one message of a client: what it queued while it was away comes in several. */
const PARTS_MAX = 50;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export const encodeParts = (parts: readonly (ServerPart | ClientPart)[]): Uint8Array =>
  encoder.encode(JSON.stringify(parts));

/** What the server is told anew of one audience; `set` is JSON already. */
export const encodeTold = (of: Audience, set: string, whole: boolean): string =>
  `{"t":"told","of":${JSON.stringify(of)}${whole ? ',"whole":true' : ''},"set":${set}}`;

export const encodeList = (parts: readonly string[]): Uint8Array => encoder.encode(`[${parts.join(',')}]`);

export const decodeServerParts = (bytes: Uint8Array): readonly ServerPart[] =>
  JSON.parse(decoder.decode(bytes)) as readonly ServerPart[];

/** A part that cannot be read carries its key, if it has one, so that its sender is told. */
export type ReadPart =
  | ClientPart
  | { readonly t: 'unreadable'; readonly key: string; readonly code: string; readonly detail?: string };

/** `null`: nothing of ours. */
export function readClientParts(bytes: Uint8Array): readonly ReadPart[] | null {
  let list: unknown;
  try {
    list = JSON.parse(decoder.decode(bytes));
  } catch {
    return null;
  }
  if (!Array.isArray(list) || list.length > PARTS_MAX) return null;
  const parts = list.map(readPart);
  return parts.some((it) => it === null) ? null : (parts as readonly ReadPart[]);
}

function readPart(part: unknown): ReadPart | null {
  if (typeof part !== 'object' || part === null) return null;
  const { t, as, key, command, tables } = part as Record<string, unknown>;
  if (t === 'look') {
    const fits =
      Array.isArray(tables) &&
      tables.length <= LOOKS_MAX &&
      tables.every((it) => Number.isInteger(it) && it > 0);
    return fits ? { t, tables: [...new Set(tables as number[])] } : null;
  }
  if (t !== 'do' || !isId(key)) return null;
  if (!isId(as)) return { t: 'unreadable', key, code: 'person-unknown' };
  const read = readCommand(command);
  if (read.ok) return { t, as, key, command: read.value };
  const { code, detail } = read.problem;
  return detail === undefined ? { t: 'unreadable', key, code } : { t: 'unreadable', key, code, detail };
}
