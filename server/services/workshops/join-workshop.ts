import { newId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { europeanCountries } from '#lib/domain/partnership/countries.ts';
import { can, memberOf } from '#lib/domain/partnership/policy.ts';
import { peopleHere } from '#lib/domain/workshop/running/check-command.ts';
import type { SessionRole } from '#lib/domain/workshop/format.ts';
import { SERVER_ACTOR, type CommandOf } from '#lib/domain/workshop/running/commands.ts';
import { seatedAt, type ParticipantId } from '#lib/domain/workshop/running/workshop-state.ts';
import type { Device, ParticipantRow, Workshop } from '#lib/domain/workshop/workshop.ts';
import { hashSecret, newSecret, SECRET_LENGTH_MAX } from '#server/auth/secrets.ts';
import { canonicalLanguage, inputInvalid, type Faults } from '../person-input.ts';
import { readLine } from '../text-input.ts';
import { findToSteer, type WorkshopAsker, type WorkshopDeps } from './workshop-deps.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';

/** What shows the way in: the secret of the QR code's link, or the short code. */
export interface JoinKey {
  readonly secret: unknown;
  readonly code: unknown;
  readonly address: string;
}

export interface JoinInput extends JoinKey {
  readonly name: unknown;
  /** Understood, best first. */
  readonly languages: readonly unknown[];
  readonly country: unknown;
  readonly organisation: unknown;
  readonly needs: readonly unknown[];
  /** A table's tablet, at which several people write. */
  readonly table: unknown;
}

export interface Joined {
  readonly workshopId: string;
  readonly participantId: ParticipantId;
  /** For the device's cookie; `null`: it has it. */
  readonly deviceSecret: string | null;
}

/** What somebody may need who takes part. */
export const participantNeeds = ['step-free', 'hearing', 'sight', 'quiet', 'interpreter'] as const;

/** Says what one is about to join, and uses nothing up. Errors: `join-unknown`, `too-many-attempts`. */
export const readJoin =
  (deps: WorkshopDeps) =>
  async (key: JoinKey): Promise<Result<Workshop>> => {
    if (!deps.joinAttempts(key.address)) return problem('too-many-attempts');
    const { secret, code } = key;
    const found =
      typeof secret === 'string' && secret.length > 20 && secret.length <= SECRET_LENGTH_MAX
        ? await deps.workshops.joinable({ secret })
        : typeof code === 'string'
          ? await deps.workshops.joinable({ code: tidyCode(code) })
          : null;
    return found ? ok(found) : problem('join-unknown');
  };

/** As people type what they read off a wall. */
const tidyCode = (code: string): string =>
  code
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 20);

/**
 * Somebody joins, without an account. On a device that is here already they are one more person of it.
 * Errors: those of `readJoin`, `input-invalid`, `workshop-full`, `device-full`, what the workshop refuses.
 */
export const joinWorkshop =
  (deps: WorkshopDeps) =>
  async ({ deviceSecret }: WorkshopAsker, input: JoinInput): Promise<Result<Joined>> => {
    const found = await readJoin(deps)(input);
    if (!found.ok) return found;
    const workshop = found.value;
    // What was said there stays with those who were there.
    if (workshop.phase === 'closed') return problem('join-unknown');
    const here = await deps.halls.read(workshop.id, peopleHere);
    if (here !== null && here >= workshop.join.peopleMax) return problem('workshop-full');
    const faults: Faults = {};
    const name = readLine(input.name, 'name', faults, limits.pseudonymLengthMax);
    const organisation = readLine(input.organisation, 'organisation', faults, limits.titleLengthMax, {
      required: false,
    });
    const country = readCountry(input.country, faults);
    const table = readTable(input.table, faults);
    if (Object.keys(faults).length > 0) return inputInvalid(faults);
    const known = deviceSecret ? await deps.workshops.device(workshop.id, hashSecret(deviceSecret)) : null;
    if (known && known.people.length >= limits.peoplePerDeviceMax) return problem('device-full');
    const secret = deviceSecret ?? newSecret(deps.random);
    const device = known
      ? null
      : {
          id: newId(deps.random),
          workshopId: workshop.id,
          secretHash: hashSecret(secret),
          table,
          createdAtMs: deps.clock.nowMs(),
        };
    const person = {
      role: ordinaryRole(workshop),
      country,
      organisation: organisation || null,
      languages: [...new Set(input.languages.map(canonicalLanguage).filter((it) => it !== null))].slice(0, 6),
      needs: participantNeeds.filter((need) => input.needs.includes(need)),
      // Whoever waits in the lobby takes nobody's chair.
      table: workshop.join.hasLobby ? null : (known?.table ?? table),
      isAdmitted: !workshop.join.hasLobby,
    };
    const id = newId(deps.random);
    const row = {
      id,
      workshopId: workshop.id,
      name,
      personId: null,
      deviceId: known?.id ?? device?.id ?? null,
    };
    const arrived = await arriveNew(deps, row, person, device);
    if (!arrived.ok) return arrived;
    return ok({ workshopId: workshop.id, participantId: id, deviceSecret: deviceSecret ? null : secret });
  };

type NewPerson = Omit<CommandOf<'arrive'>['person'], 'id'>;

/** Somebody comes in; a table that is full meanwhile gives no seat. */
async function arrive(deps: WorkshopDeps, row: ParticipantRow, person: NewPerson): Promise<Result<void>> {
  const isFull = await deps.halls.read(row.workshopId, (state) => {
    const table = person.table === null ? undefined : state.tables.get(person.table);
    return !table || seatedAt(state, table.number).length >= table.capacity;
  });
  await deps.halls.named(row.workshopId, row);
  return deps.halls.submit(row.workshopId, SERVER_ACTOR, {
    type: 'arrive',
    person: { id: row.id, ...person, table: isFull === false ? person.table : null },
  });
}

/** The log first: whoever is refused leaves no name behind. */
async function arriveNew(
  deps: WorkshopDeps,
  row: ParticipantRow,
  person: NewPerson,
  device: Device | null,
): Promise<Result<void>> {
  const arrived = await arrive(deps, row, person);
  if (!arrived.ok) return arrived;
  try {
    await deps.workshops.addParticipant(row, device);
  } catch (error) {
    // Nobody stays behind whom no device can be.
    await deps.halls.submit(row.workshopId, SERVER_ACTOR, { type: 'dismiss', person: row.id });
    throw error;
  }
  await deps.halls.named(row.workshopId, row);
  return ok(undefined);
}

/** Whoever just comes: the format's word for it. */
export const ordinaryRole = ({ format }: Pick<Workshop, 'format'>): SessionRole =>
  format.roles.includes('participant')
    ? 'participant'
    : format.roles.includes('contributor')
      ? 'contributor'
      : 'observer';

function readCountry(value: unknown, faults: Faults): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'string' && (europeanCountries as readonly string[]).includes(value)) return value;
  faults.country = 'unknown';
  return null;
}

function readTable(value: unknown, faults: Faults): number | null {
  if (value === null || value === undefined || value === '') return null;
  const table = Number(value);
  if (Number.isInteger(table) && table >= 1 && table <= limits.tablesMax) return table;
  faults.table = 'unknown';
  return null;
}

/** A member of the partnership joins under their own name, with no code. Errors: `workshop-unknown`, as above. */
export const joinAsMember =
  (deps: WorkshopDeps) =>
  async (
    principal: Principal | null,
    {
      id,
      name,
      languages,
    }: { readonly id: string; readonly name: string; readonly languages: readonly string[] },
    role?: SessionRole,
  ): Promise<Result<ParticipantId>> => {
    const workshop = await deps.workshops.workshop(id);
    const membership = workshop && memberOf(principal, workshop.partnershipId);
    if (!workshop || !membership || !principal) return problem('workshop-unknown');
    const known = await deps.workshops.participantOf(workshop.id, principal.personId);
    if (known) {
      const isHere = await deps.halls.read(id, ({ people }) => people.get(known.id)?.hasLeft === false);
      if (isHere) return ok(known.id);
    }
    const row = {
      id: known?.id ?? newId(deps.random),
      workshopId: workshop.id,
      name,
      personId: principal.personId,
      deviceId: null,
    };
    const person: NewPerson = {
      role: role ?? ordinaryRole(workshop),
      country: membership.country,
      organisation: membership.organisationId,
      languages,
      needs: [],
      table: null,
      // Who was asked to leave asks to come back.
      isAdmitted: !known || can(principal, 'workshop.manage', workshop.partnershipId),
    };
    const arrived = known ? await arrive(deps, row, person) : await arriveNew(deps, row, person, null);
    return arrived.ok ? ok(row.id) : arrived;
  };

/**
 * Whoever may steer takes part as a facilitator as soon as they open the console. Errors: `findToSteer`, and
 * those of joining.
 */
export const takeTheWheel =
  (deps: WorkshopDeps) =>
  async (
    principal: Principal | null,
    who: { readonly id: string; readonly name: string; readonly languages: readonly string[] },
  ): Promise<Result<{ readonly workshop: Workshop; readonly participantId: ParticipantId }>> => {
    const found = await findToSteer(deps, principal, who.id);
    if (!found.ok) return found;
    const joined = await joinAsMember(deps)(principal, who, 'facilitator');
    if (!joined.ok) return joined;
    const participantId = joined.value;
    const role = await deps.halls.read(found.value.id, ({ people }) => people.get(participantId)?.role);
    if (role !== 'facilitator') {
      const assigned = await deps.halls.submit(found.value.id, SERVER_ACTOR, {
        ...{ type: 'assign', person: participantId, role: 'facilitator' },
      });
      if (!assigned.ok) return assigned;
    }
    return ok({ workshop: found.value, participantId });
  };
