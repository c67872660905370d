import type { Clock } from '#lib/core/clock.ts';
import { newId, type PartnershipId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import type { Random } from '#lib/core/random.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import { memberOf } from '#lib/domain/partnership/policy.ts';
import { blocking, notAccepted } from '#lib/domain/publication/checks.ts';
import type { Publication, PublicationId } from '#lib/domain/publication/publication.ts';
import type { JobStore } from '#server/ports/job-store.ts';
import type { PublicationStore } from '#server/ports/publication-store.ts';
import type { FindPartnership } from './find-partnership.ts';
import { inputInvalid, type Faults } from './person-input.ts';
import { languageIn, readPlan, type PlanDeps, type PublicationChoice } from './publication-plan.ts';
import { readText } from './text-input.ts';

/** A publication is made by a job of this kind. */
export const PUBLICATION_KIND = 'publication';

interface Deps extends PlanDeps {
  readonly jobs: JobStore;
  readonly clock: Clock;
  readonly random: Random;
  /** Tells the job runner that there is work. */
  readonly wake: () => void;
}

/**
 * Freezes a work as it was looked through, and has its files made. Errors: those of `planPublication`,
 * `input-invalid`, `publication-blocked`, `warnings-not-accepted`, `too-many-exports`, `publications-full`.
 */
export const publishWork =
  (deps: Deps) =>
  async (
    principal: Principal | null,
    partnershipId: PartnershipId,
    choice: PublicationChoice,
    /** Keys of the warnings that were on the screen and were accepted. */
    accepted: readonly string[],
  ): Promise<Result<Publication>> => {
    const { publications, jobs, clock, random, wake } = deps;
    const plan = await readPlan(deps, principal, partnershipId, choice);
    if (!plan.ok) return plan;
    const { choice: chosen, faults, findings, partnership, entry, versions, offered } = plan.value;
    // What is published is chosen; only a first look takes the first text there is.
    if (typeof choice.work !== 'string' || choice.work === '')
      return inputInvalid({ ...faults, work: 'missing' });
    if (Object.keys(faults).length > 0) return inputInvalid(faults);
    const { licence, label, formats } = chosen;
    if (!principal || !licence || blocking(findings).length > 0) return problem('publication-blocked');
    if (notAccepted(findings, accepted).length > 0) return problem('warnings-not-accepted');
    const underWay = await jobs.jobsOf(principal.personId, PUBLICATION_KIND, ['queued', 'running']);
    if (underWay.length >= limits.publicationsUnderWayMax) return problem('too-many-exports');

    const job = { id: newId(random), kind: PUBLICATION_KIND, personId: principal.personId };
    const nowMs = clock.nowMs();
    const publication: Publication = {
      id: newId(random),
      partnershipId,
      workId: entry.work.id,
      code: offered.works.find(({ id }) => id === entry.work.id)?.code ?? null,
      titles: Object.fromEntries(
        entry.documents
          .filter((it) => chosen.languages.includes(languageIn(entry, it)))
          .map((it) => [languageIn(entry, it), it.title]),
      ),
      ...{ label, licence, formats },
      versions: versions.flatMap(({ documentId, language, head }) =>
        documentId === null ? [] : [{ documentId, language, seq: head }],
      ),
      profile: partnership.fundingProfile,
      checks: findings,
      organisationId: memberOf(principal, partnershipId)?.organisationId ?? null,
      personId: principal.personId,
      atMs: nowMs,
      jobId: job.id,
      ...{ publishedAtMs: null, withdrawal: null, files: [] },
    };
    const added = await publications.add(partnershipId, (all) => {
      if (all.length >= limits.publicationsPerPartnershipMax) return problem('publications-full');
      // Two who publish at the same moment.
      if (all.some((it) => it.workId === publication.workId && it.label === label))
        return inputInvalid({ label: 'taken' });
      return ok(publication);
    });
    if (!added.ok) return added;
    await jobs.create({ ...job, payload: { publicationId: publication.id }, createdAtMs: nowMs });
    wake();
    return added;
  };

interface ChangeDeps {
  readonly publications: PublicationStore;
  readonly findPartnership: FindPartnership;
  readonly clock: Clock;
}

/**
 * Its files are no longer offered; that it was published, and why it is not any more, stays.
 * Errors: those of `findPartnership`, `publication-unknown`, `input-invalid`, `changed-meanwhile`.
 */
export const withdrawPublication =
  ({ publications, findPartnership, clock }: ChangeDeps) =>
  async (
    principal: Principal | null,
    partnershipId: PartnershipId,
    id: unknown,
    typedReason: unknown,
  ): Promise<Result<void>> => {
    const found = await findPartnership(principal, partnershipId, 'publication.manage');
    if (!found.ok) return found;
    const publication = await publicationIn(publications, partnershipId, id);
    if (!publication) return problem('publication-unknown');
    const faults: Faults = {};
    const reason = readText(typedReason, 'reason', faults, limits.withdrawalReasonLengthMax);
    if (!reason) faults.reason = 'missing';
    if (Object.keys(faults).length > 0) return inputInvalid(faults);
    const organisationId = memberOf(principal, partnershipId)?.organisationId ?? null;
    const done = await publications.withdraw(publication.id, {
      atMs: clock.nowMs(),
      reason,
      organisationId,
    });
    return done ? ok(undefined) : problem('changed-meanwhile');
  };

/** Forgets one whose files could not be made, and no one's that are still being made. Errors: as above. */
export const discardPublication =
  ({ publications, findPartnership, jobs }: ChangeDeps & { readonly jobs: JobStore }) =>
  async (principal: Principal | null, partnershipId: PartnershipId, id: unknown): Promise<Result<void>> => {
    const found = await findPartnership(principal, partnershipId, 'publication.manage');
    if (!found.ok) return found;
    const publication = await publicationIn(publications, partnershipId, id);
    if (!publication) return problem('publication-unknown');
    const job = await jobs.job(publication.jobId);
    if (job?.state === 'queued' || job?.state === 'running') return problem('changed-meanwhile');
    return (await publications.discard(publication.id)) ? ok(undefined) : problem('changed-meanwhile');
  };

/** One of this partnership alone: its id opens nothing elsewhere. */
export async function publicationIn(
  publications: PublicationStore,
  partnershipId: PartnershipId,
  id: unknown,
): Promise<Publication | null> {
  const publication = typeof id === 'string' ? await publications.publication(id as PublicationId) : null;
  return publication?.partnershipId === partnershipId ? publication : null;
}
