import type { LanguageTag } from '../partnership/organisation.ts';

/**
 * domain/workshop: how a workshop runs. A format is data (`formats/*.yaml`), the script of one kind of workshop;
 * the engine knows only the vocabulary below.
 * Invariant: what a stage does not grant is refused. It leaves people, clocks and storing to the server.
 *
 * Stages of the same `loop` that follow each other run together as one block, `repeat` times (A B C, A B C …).
 */
export const families = ['share', 'think', 'produce', 'show', 'debate', 'foresight', 'close'] as const;
/** `floor`: everybody moves a token of their own on one surface; `market`: everybody chooses a place. */
export const modes = ['plenary', 'table', 'team', 'pair', 'individual', 'floor', 'market', 'async'] as const;
export const sessionRoles = [
  'facilitator',
  'host',
  'scribe',
  'presenter',
  'contributor',
  'participant',
  'convenor',
  'juror',
  'mentor',
  'observer',
] as const;
/** Who sees what is written: its author until the reveal; the table; everybody. */
export const sights = ['own', 'table', 'all'] as const;
export const reveals = ['live', 'stageEnd', 'facilitator', 'never'] as const;
/** Whose cards one may change or move. `scribe`, `facilitator`: that role any card, nobody else one. */
export const reaches = ['none', 'own', 'table', 'scribe', 'facilitator'] as const;
export const speakings = [
  'open',
  'roundRobin',
  'queue',
  'alternateCamps',
  'presenterOnly',
  'hostOnly',
  'contributorsOnly',
  'silent',
  'convenorLed',
] as const;
export const voteMethods = [
  'dots',
  'single',
  'scale1To5',
  'scale0To10',
  'consent',
  'scoreSheet',
  'position',
] as const;
export const rotations = [
  'none',
  'hostStaysMix',
  'carousel',
  'chooseCapped',
  'free',
  'camps',
  'fixedTeams',
] as const;
export const layouts = [
  'column',
  'grid',
  'list',
  'form',
  'tablecloth',
  'spectrum',
  'rings',
  'matrix',
  'quadrants',
  'timeline',
  'agendaGrid',
  'tree',
  'canvas',
] as const;
/** Where a harvest goes: a kind of work (with a field of it), a term, the minutes, or nowhere public. */
export const harvestTargets = [
  'D1.family',
  'D1.profile',
  'D1.profile.trends_2050',
  'D2.recommendation',
  'D3.proposal',
  'EV.trend',
  'EV.scenario',
  'EV.good_practice',
  'EV.observation',
  'GL.term',
  'MEM.minutes',
  'NET.contact',
] as const;

export type Family = (typeof families)[number];
export type Mode = (typeof modes)[number];
export type SessionRole = (typeof sessionRoles)[number];
export type Sight = (typeof sights)[number];
export type Reveal = (typeof reveals)[number];
export type Reach = (typeof reaches)[number];
export type Speaking = (typeof speakings)[number];
export type VoteMethod = (typeof voteMethods)[number];
export type Rotation = (typeof rotations)[number];
export type Layout = (typeof layouts)[number];
export type HarvestTarget = (typeof harvestTargets)[number];

/** The same words in several languages; English is always there. */
export type Words = Readonly<Record<LanguageTag, string>>;

export interface Format {
  /** Of its file, `discovery-tables`. */
  readonly id: string;
  readonly names: Words;
  readonly intents: Words;
  readonly family: Family;
  readonly group: {
    readonly min: number;
    readonly ideal: number;
    readonly max: number;
    /** People at one table, least and most; `[0, 0]`: there are no tables, everybody is in one room. */
    readonly perTable: readonly [number, number];
  };
  /** Planned, all rounds counted. */
  readonly minutes: number;
  readonly roles: readonly SessionRole[];
  /** Kinds of card that this format uses, its own ones included. */
  readonly kinds: readonly CardKind[];
  readonly zones: readonly Zone[];
  readonly stages: readonly Stage[];
  /** What the group agrees on, to be read out; what of it can be enforced stands in the stages. */
  readonly rules: readonly Words[];
  readonly harvest: readonly HarvestRule[];
  /** Advice to whoever prepares one. */
  readonly variants: readonly Words[];
  readonly pitfalls: readonly Words[];
  /** Where the description comes from, and how sure it is. */
  readonly sources: readonly string[];
  readonly confidence: 'low' | 'medium' | 'high';
  /** Nothing of it leaves the room without the consent of who brought it. */
  readonly confidential?: boolean;
}

export interface CardKind {
  readonly id: string;
  readonly names: Words;
  /** Beside its text; none: the text alone. */
  readonly fields?: readonly CardField[];
  /** Never leaves the workshop without its author's consent. */
  readonly sensitive?: boolean;
  /** Only its author ever sees it. */
  readonly private?: boolean;
  readonly needsParent?: boolean;
}

export interface CardField {
  readonly id: string;
  readonly names: Words;
  readonly type: 'text' | 'date' | 'year' | 'url' | 'choice';
  /** Of a `choice`. */
  readonly options?: readonly { readonly id: string; readonly names: Words }[];
  readonly required?: boolean;
}

export interface Zone {
  readonly id: string;
  readonly names: Words;
  /** What to write here, for somebody who comes late. */
  readonly prompts?: Words;
  readonly layout: Layout;
  /** `table` (unless said otherwise): each table has its own; `room`: one for everybody. */
  readonly of?: 'table' | 'room';
  /** Whose cards nobody else ever sees: each author's own notebook, or what belongs to one role. */
  readonly privateTo?: 'author' | SessionRole;
  /** Cards of this zone never leave the workshop without their author's consent. */
  readonly sensitive?: boolean;
  /** Ends of a spectrum, columns of a grid or matrix, rings, quadrants, ticks of a timeline. */
  readonly lanes?: readonly { readonly id: string; readonly names: Words }[];
  /** Of a matrix or quadrants. */
  readonly axes?: { readonly x: Words; readonly y: Words };
  /** A spectrum without a place between its ends. */
  readonly middleClosed?: boolean;
  /** Of a form: each card of the zone answers one of them, as it would stand in a lane. */
  readonly fields?: readonly CardField[];
}

export interface Stage {
  readonly id: string;
  readonly names: Words;
  /** What to do now, in one line; late joiners read it. */
  readonly prompts: Words;
  readonly minutes: number;
  /** Past this it cannot be extended. */
  readonly minutesMax?: number;
  readonly loop?: string;
  /** Of the whole loop; the same in each of its stages. */
  readonly repeat?: number;
  readonly mode: Mode;
  /** The facilitator may always speak; a role that the format does not have is the facilitator's. */
  readonly speak: Speaking;
  readonly rotation: Rotation;
  /** Zones on the screens. */
  readonly zones: readonly string[];
  readonly add?: AddRight;
  readonly edit: Reach;
  readonly move: Reach;
  readonly ballots?: readonly BallotRule[];
  readonly see: Sight;
  readonly reveal: Reveal;
  /** All of them must hold. */
  readonly gate?: readonly Gate[];
  /** Everybody may keep notes that nobody else sees. */
  readonly privateNotes?: boolean;
  /** May comment what others write. */
  readonly comment?: readonly SessionRole[];
  /** Who is here but silent: may keep private notes, neither speaks nor adds. */
  readonly silenced?: readonly SessionRole[];
}

export interface AddRight {
  readonly by: readonly SessionRole[];
  readonly kinds: readonly string[];
  /** Zones that take them; none said: every zone of the stage that is not private to a role. */
  readonly zones?: readonly string[];
  /** Only here in those zones: the ring, the corner, the field that is open now. */
  readonly lanes?: readonly string[];
  /** Cards of one person in one round of the stage. */
  readonly maxEach?: number;
  /** No author is shown, also after the reveal. */
  readonly anonymous?: boolean;
}

export interface BallotRule {
  readonly id: string;
  readonly by: readonly SessionRole[];
  readonly method: VoteMethod;
  /** Dots that one person has. */
  readonly budget?: number;
  /** What is voted on: cards of these zones, the tables, or a place on a zone of layout `spectrum`. */
  readonly on: 'cards' | 'tables' | 'zone';
  readonly zones: readonly string[];
  readonly kinds?: readonly string[];
  /** Whose tables: one's own, those one has sat at, all. */
  readonly tables?: 'own' | 'visited' | 'all';
  /** Of a score sheet, or the axes of a scale. */
  readonly criteria?: readonly { readonly id: string; readonly names: Words }[];
  /** `country`: each country's tandem has one voice. */
  readonly weight?: 'person' | 'country';
  readonly notOwnTable?: boolean;
}

/**
 * What must hold before the stage is left forwards; a facilitator may go on all the same, and says why.
 * `confirmed`: one person of `by` says so, at each table where there are tables; a facilitator says it for all.
 * `cards` count at each table that has the zone; `fields` are looked for on cards in the stage's zones. Parked
 * cards do not count. The last stage is not left: its gate is only shown.
 */
export type Gate = { readonly says: Words } & (
  | { readonly check: 'confirmed'; readonly by: readonly SessionRole[] }
  | {
      readonly check: 'cards';
      readonly kinds: readonly string[];
      readonly zone: string;
      readonly min: number;
      /** So many in each lane of the zone, or in each required field of a form. */
      readonly eachLane?: boolean;
    }
  | {
      readonly check: 'fields';
      readonly kinds: readonly string[];
      readonly fields: readonly string[];
      /** One of the fields is enough. */
      readonly any?: boolean;
    }
  | {
      readonly check: 'tables';
      readonly peopleMin: number;
      readonly peopleMax: number;
      readonly countriesMin: number;
    }
);

export interface HarvestRule {
  readonly id: string;
  readonly names: Words;
  readonly shape: 'list' | 'table' | 'matrix' | 'tree' | 'timeline' | 'form' | 'narrative' | 'canvas';
  /** Kinds of cards; or a whole zone: a spectrum's counts over time, a tablecloth's picture. */
  readonly kinds?: readonly string[];
  readonly zone?: string;
  /** What a row of it holds, in this order: the card's fields and what the board knows of it. */
  readonly fields?: readonly string[];
  readonly to: readonly HarvestTarget[];
  /** Who must agree before anything of it leaves the workshop. */
  readonly consent?: 'author' | SessionRole;
}
