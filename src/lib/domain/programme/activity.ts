import type { OrganisationId, PartnershipId } from '#lib/core/ids.ts';
import type { CountryCode, LanguageTag } from '../partnership/organisation.ts';
import { latestDay, type PartialDate } from './partial-date.ts';

/**
 * domain/programme: what the partnership does together, when and where. An activity has a programme of
 * items, each of which may later be run as a workshop.
 * Invariant: a date says no more than is known; past, now and next follow from it and from a day that is
 * handed in. It leaves who may keep activities to the policy and storing to the server.
 */
export const activityKinds = ['mobility', 'seminar', 'meeting', 'event', 'other'] as const;
export type ActivityKind = (typeof activityKinds)[number];

export const itemKinds = [
  'plenary',
  'talk',
  'workshop',
  'debate',
  'harvest',
  'performance',
  'visit',
] as const;
export type ItemKind = (typeof itemKinds)[number];

export type ActivityId = string & { readonly __brand?: 'activity' };
export type ProgrammeItemId = string & { readonly __brand?: 'programme-item' };
type Words = Readonly<Record<LanguageTag, string>>;

export interface Activity {
  readonly id: ActivityId;
  readonly partnershipId: PartnershipId;
  readonly kind: ActivityKind;
  readonly titles: Words;
  readonly descriptions: Words;
  /** `null`: not settled yet. */
  readonly begins: PartialDate | null;
  readonly ends: PartialDate | null;
  /** What is not settled about its dates, or contradicts itself. */
  readonly dateNotes: Words;
  readonly country: CountryCode | null;
  readonly place: string | null;
  readonly hostOrganisationId: OrganisationId | null;
  /** Codes of the deliverables that it feeds, such as `D1`. */
  readonly deliverables: readonly string[];
  /** In the order in which they happen. */
  readonly items: readonly ProgrammeItem[];
  /** Raised by each change: who changes it says which state they saw. */
  readonly revision: number;
}

export interface ProgrammeItem {
  readonly id: ProgrammeItemId;
  /** From 1. */
  readonly day: number;
  /** At the place where it happens, `09:30`. */
  readonly start: string;
  readonly minutes: number;
  readonly kind: ItemKind;
  readonly titles: Words;
  readonly deliverables: readonly string[];
}

export type PlaceInTime = 'now' | 'next' | 'undated' | 'past';

/**
 * A vague beginning is not claimed to have happened before its last possible day, nor a vague end before
 * its own.
 */
export function placeInTime({ begins, ends }: Pick<Activity, 'begins' | 'ends'>, today: string): PlaceInTime {
  const end = ends ?? begins;
  if (end === null) return 'undated';
  if (latestDay(end) < today) return 'past';
  return begins !== null && latestDay(begins) <= today ? 'now' : 'next';
}

/** Now, what comes next, what has no date yet, and then the past; in each what begins first stands first. */
export function inTime<T extends Pick<Activity, 'begins' | 'ends'>>(
  activities: readonly T[],
  today: string,
): readonly { readonly when: PlaceInTime; readonly activities: readonly T[] }[] {
  const groups = Map.groupBy(inOrder(activities), (it) => placeInTime(it, today));
  return (['now', 'next', 'undated', 'past'] as const).flatMap((when) => {
    const found = groups.get(when);
    return found ? [{ when, activities: found }] : [];
  });
}

/** What is vague comes after what is known of the same time: it has not surely begun before its last day. */
const inOrder = <T extends Pick<Activity, 'begins' | 'ends'>>(activities: readonly T[]): readonly T[] =>
  activities.toSorted(
    (a, b) =>
      compare(latestDay(a.begins ?? a.ends ?? UNKNOWN), latestDay(b.begins ?? b.ends ?? UNKNOWN)) ||
      compare(latestDay(a.ends ?? a.begins ?? UNKNOWN), latestDay(b.ends ?? b.begins ?? UNKNOWN)),
  );

const UNKNOWN = '9999';
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** By day and hour; what begins at once keeps its order. */
export const itemsInOrder = <T extends Pick<ProgrammeItem, 'day' | 'start'>>(
  items: readonly T[],
): readonly T[] => items.toSorted((a, b) => a.day - b.day || compare(a.start, b.start));

/** `09:00` after 90 minutes: `10:30`; past midnight it begins anew. */
export function endOf({ start, minutes }: Pick<ProgrammeItem, 'start' | 'minutes'>): string {
  const [hours = 0, rest = 0] = start.split(':').map(Number);
  const total = (hours * 60 + rest + minutes) % (24 * 60);
  return `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`;
}
