import type { PartnershipId } from '#lib/core/ids.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import { can } from '#lib/domain/partnership/policy.ts';
import type { Format } from '#lib/domain/workshop/format.ts';
import { peopleHere } from '#lib/domain/workshop/running/check-command.ts';
import type { Viewer } from '#lib/domain/workshop/running/views.ts';
import type { Phase } from '#lib/domain/workshop/running/workshop-state.ts';
import { isPlayable } from '#lib/domain/workshop/playable.ts';
import type { Workshop } from '#lib/domain/workshop/workshop.ts';
import { findPlace, findToSteer, type WorkshopAsker, type WorkshopDeps } from './workshop-deps.ts';

/** A workshop in a list. */
export interface WorkshopEntry extends Pick<
  Workshop,
  'id' | 'titles' | 'questions' | 'phase' | 'createdAtMs'
> {
  readonly format: Pick<Format, 'id' | 'names' | 'minutes'>;
  readonly people: number;
  readonly tables: number;
}

export interface WorkshopsView {
  readonly workshops: readonly WorkshopEntry[];
  /** Those that one can begin with. */
  readonly formats: readonly FormatEntry[];
  readonly mayManage: boolean;
}
export type FormatEntry = Pick<
  Format,
  'id' | 'names' | 'intents' | 'family' | 'minutes' | 'group' | 'confidential'
> & {
  /** Whether all of its boards can be shown already. */
  readonly isPlayable: boolean;
};

/** The partnership's workshops: the running ones first. Errors: those of `findPartnership`. */
export const workshopsView =
  (deps: WorkshopDeps) =>
  async (principal: Principal | null, partnershipId: PartnershipId): Promise<Result<WorkshopsView>> => {
    const found = await deps.findPartnership(principal, partnershipId, 'partnership.read');
    if (!found.ok) return found;
    const workshops = await deps.workshops.workshops(partnershipId);
    const entries = await Promise.all(workshops.map((workshop) => entryOf(deps, workshop)));
    return ok({
      workshops: entries.toSorted((a, b) => ORDER.indexOf(a.phase) - ORDER.indexOf(b.phase)),
      formats: deps.formats().map(({ id, names, intents, family, minutes, group, confidential, zones }) => ({
        ...{ id, names, intents, family, minutes, group },
        ...(confidential ? { confidential } : {}),
        isPlayable: isPlayable({ zones }),
      })),
      mayManage: can(principal, 'workshop.manage', partnershipId),
    });
  };

const ORDER: readonly Phase[] = ['open', 'rehearsal', 'preparing', 'closed'];

/** Those that run now, for who comes by. Errors: those of `findPartnership`. */
export const runningWorkshops =
  (deps: WorkshopDeps) =>
  async (
    principal: Principal | null,
    partnershipId: PartnershipId,
  ): Promise<Result<readonly Pick<Workshop, 'id' | 'titles'>[]>> => {
    const found = await deps.findPartnership(principal, partnershipId, 'partnership.read');
    if (!found.ok) return found;
    const workshops = await deps.workshops.workshops(partnershipId);
    return ok(workshops.filter(({ phase }) => phase === 'open').map(({ id, titles }) => ({ id, titles })));
  };

async function entryOf({ halls, workshops }: WorkshopDeps, workshop: Workshop): Promise<WorkshopEntry> {
  const { id, titles, questions, phase, createdAtMs, format } = workshop;
  // Those that run are in memory; a list reads no log for the others.
  const isRunning = phase === 'open' || phase === 'rehearsal';
  const counts = isRunning
    ? await halls.read(id, (state) => ({ people: peopleHere(state), tables: state.tables.size }))
    : { people: (await workshops.people(id)).length, tables: 0 };
  return {
    ...{ id, titles, questions, phase, createdAtMs, people: 0, tables: 0, ...counts },
    format: { id: format.id, names: format.names, minutes: format.minutes },
  };
}

/** What the screens of a workshop need before they are connected. */
export interface PlaceView {
  readonly workshop: Pick<Workshop, 'id' | 'partnershipId' | 'titles' | 'questions' | 'languages' | 'format'>;
  /** Those who act on this device; empty: not joined yet, as a member may. */
  readonly people: readonly { readonly id: string; readonly name: string }[];
  /** A table's tablet. */
  readonly table: number | null;
  /** Bring them to the console. */
  readonly maySteer: boolean;
}

/** A participant's screen. Errors: `workshop-unknown`. */
export const workshopPlace =
  (deps: WorkshopDeps) =>
  async (asker: WorkshopAsker, id: string): Promise<Result<PlaceView>> => {
    const found = await findPlace(deps, asker, id);
    if (!found.ok) return found;
    const { workshop, device, isMember } = found.value;
    const own =
      isMember &&
      asker.principal &&
      (await deps.workshops.participantOf(workshop.id, asker.principal.personId));
    const all = [...(device?.people ?? []), ...(own ? [own] : [])];
    const people = await deps.halls.read(workshop.id, (state) =>
      all.filter((it) => state.people.get(it.id)?.hasLeft === false).map(({ id, name }) => ({ id, name })),
    );
    return ok({
      workshop: shown(workshop),
      people: people ?? [],
      table: device?.table ?? null,
      maySteer: can(asker.principal, 'workshop.manage', workshop.partnershipId),
    });
  };

const shown = ({
  id,
  partnershipId,
  titles,
  questions,
  languages,
  format,
}: Workshop): PlaceView['workshop'] => ({
  ...{ id, partnershipId, titles, questions, languages, format },
});

/** What the projector shows before it is connected, with the way in. Errors: those of `findToSteer`. */
export const workshopScreen =
  (deps: WorkshopDeps) =>
  async (principal: Principal | null, id: string): Promise<Result<Workshop>> =>
    findToSteer(deps, principal, id);

/** How a screen connects. */
export type ScreenKind = 'seat' | 'steer' | 'screen';

/**
 * Whose eyes a connecting screen has. Errors: `workshop-unknown`, `not-signed-in`, `not-allowed`; `not-joined`:
 * nobody on this device takes part.
 */
export const workshopViewers =
  (deps: WorkshopDeps) =>
  async (
    asker: WorkshopAsker,
    id: string,
    kind: ScreenKind,
  ): Promise<Result<{ readonly workshopId: string; readonly viewers: readonly Viewer[] }>> => {
    if (kind === 'seat') {
      const place = await workshopPlace(deps)(asker, id);
      if (!place.ok) return place;
      const viewers = place.value.people.map((it): Viewer => ({ kind: 'person', id: it.id }));
      return viewers.length > 0
        ? ok({ workshopId: place.value.workshop.id, viewers })
        : problem('not-joined');
    }
    const found = await findToSteer(deps, asker.principal, id);
    if (!found.ok) return found;
    const workshopId = found.value.id;
    if (kind === 'screen') return ok({ workshopId, viewers: [{ kind: 'screen' }] });
    const own = asker.principal && (await deps.workshops.participantOf(workshopId, asker.principal.personId));
    return own ? ok({ workshopId, viewers: [{ kind: 'person', id: own.id }] }) : problem('not-joined');
  };
