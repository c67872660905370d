import { newId, type PartnershipId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import type { Random } from '#lib/core/random.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { Format, Words } from '#lib/domain/workshop/format.ts';
import { SERVER_ACTOR, type TablePlan } from '#lib/domain/workshop/running/commands.ts';
import type { Workshop } from '#lib/domain/workshop/workshop.ts';
import { newSecret } from '#server/auth/secrets.ts';
import { canonicalLanguage, inputInvalid, type Faults } from '../person-input.ts';
import { readLine, readText } from '../text-input.ts';
import { findToSteer, type WorkshopDeps } from './workshop-deps.ts';

export interface WorkshopInput {
  readonly format: unknown;
  /** In which the title and the question are written. */
  readonly language: unknown;
  /** Nothing: the format's name. */
  readonly title: unknown;
  readonly question: unknown;
  readonly languages: readonly unknown[];
  /** How many people are expected; the tables follow. */
  readonly people: unknown;
  readonly lobby: boolean;
}

/** Errors: those of `findPartnership`, `list-full`, `input-invalid` with each field at fault. */
export const createWorkshop =
  (deps: WorkshopDeps) =>
  async (
    principal: Principal | null,
    partnershipId: PartnershipId,
    input: WorkshopInput,
  ): Promise<Result<Workshop>> => {
    const found = await deps.findPartnership(principal, partnershipId, 'workshop.manage');
    if (!found.ok) return found;
    const faults: Faults = {};
    const format = deps.formats().find(({ id }) => id === input.format);
    if (!format) faults.format = 'unknown';
    const language = canonicalLanguage(input.language);
    if (!language) faults.language = 'unknown';
    const title = readLine(input.title, 'title', faults, limits.titleLengthMax, { required: false });
    const question = readText(input.question, 'question', faults, limits.cardFieldLengthMax);
    const languages = [...new Set(input.languages.map(canonicalLanguage).filter((it) => it !== null))];
    const people = Number(input.people);
    if (!Number.isInteger(people) || people < 1 || people > limits.workshopPeopleMax)
      faults.people = 'unknown';
    if (!format || !language || Object.keys(faults).length > 0) return inputInvalid(faults);
    if ((await deps.workshops.workshops(partnershipId)).length >= limits.workshopsPerPartnershipMax)
      return problem('list-full');
    const workshop: Workshop = {
      id: newId(deps.random),
      partnershipId,
      itemId: null,
      titles: title ? { [language]: title } : format.names,
      questions: question ? { [language]: question } : {},
      languages: languages.length > 0 ? languages : found.value.languages,
      format,
      phase: 'preparing',
      join: {
        ...newJoinSecrets(deps.random),
        isOpen: true,
        hasLobby: input.lobby,
        peopleMax: limits.workshopPeopleMax,
      },
      createdAtMs: deps.clock.nowMs(),
      createdBy: principal?.personId ?? null,
      revision: 1,
    };
    await deps.workshops.add(workshop);
    const tables = plannedTables(format, people);
    if (tables.length === 0) return ok(workshop);
    const laid = await deps.halls.submit(workshop.id, SERVER_ACTOR, { type: 'tables', tables });
    return laid.ok ? ok(workshop) : laid;
  };

/** As many tables as the people need, none where the format has none. */
export function plannedTables(
  format: Format,
  people: number,
  topics: readonly Words[] = [],
): readonly TablePlan[] {
  const [, most] = format.group.perTable;
  if (most < 2) return [];
  const count = Math.min(limits.tablesMax, Math.max(1, Math.ceil(people / most)));
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    topics: topics[index] ?? {},
    capacity: most,
    languages: [],
  }));
}

/** What hangs on the wall: the link's secret, and a code without look-alikes for who cannot scan. */
export const newJoinSecrets = (random: Random): { readonly secret: string; readonly code: string } => ({
  secret: newSecret(random),
  code: [...random.bytes(CODE_LENGTH)].map((byte) => CODE_LETTERS[byte % CODE_LETTERS.length]).join(''),
});
const CODE_LENGTH = 6;
const CODE_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** New link and code: who has the old ones cannot join any more; who has joined stays. Errors: `findToSteer`. */
export const renewJoin =
  (deps: WorkshopDeps) =>
  async (principal: Principal | null, id: string): Promise<Result<Workshop>> => {
    const found = await findToSteer(deps, principal, id);
    if (!found.ok) return found;
    return changed(deps, { ...found.value, join: { ...found.value.join, ...newJoinSecrets(deps.random) } });
  };

/** Errors: `findToSteer`, `changed-meanwhile`. */
export const setJoin =
  (deps: WorkshopDeps) =>
  async (
    principal: Principal | null,
    id: string,
    { isOpen, hasLobby }: { readonly isOpen: boolean; readonly hasLobby: boolean },
  ): Promise<Result<Workshop>> => {
    const found = await findToSteer(deps, principal, id);
    if (!found.ok) return found;
    return changed(deps, { ...found.value, join: { ...found.value.join, isOpen, hasLobby } });
  };

async function changed({ workshops }: WorkshopDeps, workshop: Workshop): Promise<Result<Workshop>> {
  const isChanged = await workshops.change(workshop, workshop.revision);
  return isChanged ? ok({ ...workshop, revision: workshop.revision + 1 }) : problem('changed-meanwhile');
}

/** With its people, boards and votes. Errors: `findToSteer`, `workshop-running`. */
export const removeWorkshop =
  (deps: WorkshopDeps) =>
  async (principal: Principal | null, id: string): Promise<Result<void>> => {
    const found = await findToSteer(deps, principal, id);
    if (!found.ok) return found;
    if (found.value.phase === 'open') return problem('workshop-running');
    await deps.workshops.remove(found.value.id);
    await deps.halls.forget(found.value.id);
    return ok(undefined);
  };
