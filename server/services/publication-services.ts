import type { Clock } from '#lib/core/clock.ts';
import { limits } from '#lib/core/limits.ts';
import type { Random } from '#lib/core/random.ts';
import { createAttempts } from '#server/auth/attempts.ts';
import type { DocStore } from '#server/ports/doc-store.ts';
import type { JobStore } from '#server/ports/job-store.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { PublicationStore } from '#server/ports/publication-store.ts';
import type { TextWork } from '#server/ports/text-work.ts';
import type { FindPartnership } from './find-partnership.ts';
import type { FrozenFileKeeper } from './keep-frozen-file.ts';
import { planPublication } from './publication-plan.ts';
import { downloadPublication, getPublication, publicationsView } from './publications-view.ts';
import { discardPublication, publishWork, withdrawPublication } from './publish-work.ts';

export interface PublicationServiceDeps {
  readonly partnerships: PartnershipStore;
  readonly publications: PublicationStore;
  readonly frozenFiles: FrozenFileKeeper;
  readonly docs: DocStore;
  readonly text: TextWork;
  readonly jobs: JobStore;
  readonly findPartnership: FindPartnership;
  readonly clock: Clock;
  readonly random: Random;
  readonly wake: () => void;
}

/** The use cases of publications, each bound to what it needs. One file each beside this one. */
export function publicationServices(deps: PublicationServiceDeps) {
  const checkAttempts = createAttempts(deps.clock, {
    burst: limits.publicationChecksBurst,
    perMinute: limits.publicationChecksPerMinute,
    keysMax: limits.publicationCheckersRememberedMax,
  });
  const all = { ...deps, checkAttempts };
  return {
    publicationsView: publicationsView(all),
    getPublication: getPublication(all),
    downloadPublication: downloadPublication(all),
    planPublication: planPublication(all),
    publishWork: publishWork(all),
    withdrawPublication: withdrawPublication(all),
    discardPublication: discardPublication(all),
  };
}
