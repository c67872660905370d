import type { LanguageTag } from '../../partnership/organisation.ts';
import type { SessionRole, Words } from '../format.ts';
import type { CardId, Participant, ParticipantId, TableNumber, VoteValue } from './workshop-state.ts';

/**
 * All that anybody can do to a running workshop. Who may do it, and when, is `check-command.ts`'s; what comes
 * of it `apply-command.ts`'s. `read-command.ts` reads them from the wire.
 */
export type Command =
  CardCommand | VoteCommand | SpeakingCommand | PlaceCommand | ScriptCommand | RoomCommand | PeopleCommand;

export type CardCommand =
  | {
      readonly type: 'add';
      /** Minted by whoever writes it, so that it can be changed before the server has answered. */
      readonly card: CardId;
      readonly kind: string;
      readonly zone: string;
      readonly text: string;
      readonly lang: LanguageTag;
      readonly fields?: Readonly<Record<string, string>>;
      readonly parent?: CardId;
      readonly lane?: string;
      readonly x?: number;
      readonly y?: number;
      /** A facilitator's, who sits nowhere. */
      readonly table?: TableNumber;
    }
  | {
      readonly type: 'edit';
      readonly card: CardId;
      readonly text?: string;
      readonly lang?: LanguageTag;
      readonly fields?: Readonly<Record<string, string>>;
    }
  | {
      readonly type: 'move';
      readonly card: CardId;
      readonly zone?: string;
      readonly lane?: string | null;
      readonly x?: number;
      readonly y?: number;
    }
  | { readonly type: 'remove'; readonly card: CardId }
  /** Duplicates are laid under one another; `null` takes it out again. */
  | { readonly type: 'stack'; readonly card: CardId; readonly under: CardId | null }
  | { readonly type: 'comment'; readonly card: CardId; readonly text: string }
  | { readonly type: 'park'; readonly card: CardId; readonly on: boolean }
  /** `null` shows it again. */
  | { readonly type: 'hide'; readonly card: CardId; readonly reason: string | null };

/** `null` takes a vote back. The option is a card, a table's number, or the zone of a line. */
export interface VoteCommand {
  readonly type: 'vote';
  readonly ballot: string;
  readonly option: string;
  readonly value: VoteValue | null;
}

export type SpeakingCommand =
  | { readonly type: 'ask'; readonly on: boolean }
  | { readonly type: 'queue'; readonly open: boolean }
  /** Gives the floor; `null`: nobody speaks. */
  | { readonly type: 'give'; readonly to: ParticipantId | null }
  | { readonly type: 'help'; readonly on: boolean }
  | { readonly type: 'confirm'; readonly on: boolean }
  | { readonly type: 'consent'; readonly on: boolean };

export type PlaceCommand =
  | { readonly type: 'sit'; readonly table: TableNumber | null }
  | { readonly type: 'seat'; readonly seats: Readonly<Record<ParticipantId, TableNumber | null>> };

export type ScriptCommand =
  | { readonly type: 'rehearse' }
  | { readonly type: 'open' }
  | { readonly type: 'close' }
  /** Everything that was written, voted and seated is forgotten: after a rehearsal. */
  | { readonly type: 'reset' }
  | { readonly type: 'start' }
  | { readonly type: 'pause' }
  | { readonly type: 'extend'; readonly minutes: number }
  /** `despite`: why the stage is left although its gate asks for more. */
  | {
      readonly type: 'next';
      readonly despite?: string;
      /** The step that was on the screen: a press that comes late moves nobody on. */
      readonly from?: number;
    }
  | { readonly type: 'back'; readonly from?: number }
  | { readonly type: 'reveal' };

export type RoomCommand =
  | { readonly type: 'tables'; readonly tables: readonly TablePlan[] }
  | { readonly type: 'topic'; readonly table: TableNumber; readonly words: Words }
  /** Without a table: at every table. */
  | { readonly type: 'lock'; readonly zone: string; readonly table?: TableNumber; readonly on: boolean }
  | { readonly type: 'freeze'; readonly on: boolean }
  | { readonly type: 'callBack'; readonly on: boolean }
  | { readonly type: 'broadcast'; readonly words: Words | null }
  | {
      readonly type: 'spotlight';
      readonly on: { readonly table: TableNumber } | { readonly card: CardId } | null;
    };

export interface TablePlan {
  readonly number: TableNumber;
  readonly topics: Words;
  readonly capacity: number;
  readonly languages: readonly LanguageTag[];
}

export type PeopleCommand =
  /** By the server alone, when somebody has joined. */
  | {
      readonly type: 'arrive';
      readonly person: Pick<
        Participant,
        'id' | 'role' | 'country' | 'organisation' | 'languages' | 'needs' | 'table' | 'isAdmitted'
      >;
    }
  | { readonly type: 'admit'; readonly people: readonly ParticipantId[] }
  | { readonly type: 'leave' }
  | { readonly type: 'dismiss'; readonly person: ParticipantId }
  | { readonly type: 'assign'; readonly person: ParticipantId; readonly role: SessionRole };

export type CommandType = Command['type'];
export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>;

/** Who acts: somebody who takes part, or the server. */
export type Actor = ParticipantId | typeof SERVER_ACTOR;
export const SERVER_ACTOR = 'server';

/** One line of the log: accepted, and never changed. */
export interface LogEntry {
  /** From 1, without gaps. */
  readonly seq: number;
  readonly atMs: number;
  readonly actor: Actor;
  /** The sender's: the same command sent twice counts once. */
  readonly key: string;
  readonly command: Command;
}
