import type { Clock } from '#lib/core/clock.ts';
import { limits } from '#lib/core/limits.ts';
import type { Random } from '#lib/core/random.ts';
import { createAttempts } from '#server/auth/attempts.ts';
import type { BlobStore } from '#server/ports/blob-store.ts';
import type { JobStore } from '#server/ports/job-store.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { RightsWatch } from '#server/ports/live.ts';
import type { Engine } from '#server/engine/engine.ts';
import type { ActivityStore } from '#server/ports/activity-store.ts';
import type { GlossaryStore } from '#server/ports/glossary-store.ts';
import type { PublicationStore } from '#server/ports/publication-store.ts';
import type { ProgrammeStore } from '#server/ports/programme-store.ts';
import type { InvitationStore } from '#server/ports/invitation-store.ts';
import type { AccountStore } from '#server/ports/account-store.ts';
import type { DocStore } from '#server/ports/doc-store.ts';
import type { Log } from '#server/ports/log.ts';
import type { TextWork } from '#server/ports/text-work.ts';
import type { VersionStore } from '#server/ports/version-store.ts';
import { beginLanguageVersion } from './begin-language-version.ts';
import { createDocument } from './create-document.ts';
import { documentAccess } from './document-access.ts';
import { documentOutline } from './document-outline.ts';
import { documentPeople } from './document-people.ts';
import type { ExportMaker } from './export-maker.ts';
import { findDocument } from './find-document.ts';
import { findPartnership } from './find-partnership.ts';
import { downloadExport, getExport } from './get-export.ts';
import { glossaryView } from './glossary-view.ts';
import { homeView, keepVisit } from './home-view.ts';
import { addActivity, changeActivity, keepItem, removeActivity, removeItem } from './keep-activity.ts';
import { addConcept, changeConcept, removeConcept } from './keep-concept.ts';
import { addOrganisation, setOrganisationStatus } from './keep-organisation.ts';
import { listPartnerships } from './list-partnerships.ts';
import { lockDocument, unlockDocument } from './lock-document.ts';
import { listVersions } from './list-versions.ts';
import { changeVersion, nameVersion } from './name-version.ts';
import { newsServices } from './news.ts';
import { openDocument } from './open-document.ts';
import { partnershipOverview } from './partnership-overview.ts';
import { programmeView } from './programme-view.ts';
import type { FrozenFileKeeper } from './keep-frozen-file.ts';
import { publicationServices } from './publication-services.ts';
import { workshopServices } from './workshops/workshop-services.ts';
import type { WorkshopDeps } from './workshops/workshop-deps.ts';
import { renderDocument } from './render-document.ts';
import { requestExport } from './request-export.ts';
import { readVersion, restoreVersion } from './restore-version.ts';
import { searchPartnership } from './search-partnership.ts';
import { textAuthorship } from './text-authors.ts';
import { createTextBeginnings } from './text-beginnings.ts';
import { createTextPeriods } from './text-periods.ts';

export interface ServiceDeps {
  readonly partnerships: PartnershipStore;
  readonly accounts: AccountStore;
  readonly docs: DocStore;
  readonly versions: VersionStore;
  readonly invitations: InvitationStore;
  readonly activity: ActivityStore;
  readonly glossary: GlossaryStore;
  readonly programme: ProgrammeStore;
  readonly publications: PublicationStore;
  readonly frozenFiles: FrozenFileKeeper;
  readonly workshops: WorkshopDeps['workshops'];
  readonly halls: WorkshopDeps['halls'];
  readonly formats: WorkshopDeps['formats'];
  readonly jobs: JobStore;
  readonly blobs: BlobStore;
  readonly maker: ExportMaker;
  readonly text: TextWork;
  readonly log: Log;
  /** Told when somebody's rights have changed. */
  readonly rights: RightsWatch;
  /** The server's own edits, live (E15). */
  readonly edit: Engine['edit'];
  readonly clock: Clock;
  readonly random: Random;
  /** Tells the job runner that there is work. */
  readonly wake: () => void;
}

/** The use cases that pages and the API offer, each bound to what it needs. One file each beside this one. */
export function createServices(deps: ServiceDeps) {
  const found = {
    findDocument: findDocument(deps),
    findPartnership: findPartnership(deps),
  };
  const stateAttempts = createAttempts(deps.clock, {
    burst: limits.statesBurst,
    perMinute: limits.statesPerMinute,
    keysMax: limits.stateReadersRememberedMax,
  });
  const all = {
    ...deps,
    ...found,
    stateAttempts,
    periodsOf: createTextPeriods(deps.docs),
    beginningOf: createTextBeginnings(deps),
  };
  return {
    ...found,
    listPartnerships: listPartnerships(all),
    partnershipOverview: partnershipOverview(all),
    searchPartnership: searchPartnership(all),
    homeView: homeView(all),
    keepVisit: keepVisit(all),
    ...newsServices(all),
    ...publicationServices(all),
    ...workshopServices(all),
    addOrganisation: addOrganisation(all),
    setOrganisationStatus: setOrganisationStatus(all),
    programmeView: programmeView(all),
    addActivity: addActivity(all),
    changeActivity: changeActivity(all),
    removeActivity: removeActivity(all),
    keepItem: keepItem(all),
    removeItem: removeItem(all),
    glossaryView: glossaryView(all),
    addConcept: addConcept(all),
    changeConcept: changeConcept(all),
    removeConcept: removeConcept(all),
    openDocument: openDocument(all),
    documentAccess: documentAccess(all),
    lockDocument: lockDocument(all),
    unlockDocument: unlockDocument(all),
    createDocument: createDocument(all),
    beginLanguageVersion: beginLanguageVersion(all),
    documentOutline: documentOutline(all),
    documentPeople: documentPeople(all),
    renderDocument: renderDocument(all),
    requestExport: requestExport(all),
    getExport: getExport(all),
    downloadExport: downloadExport(all),
    listVersions: listVersions(all),
    nameVersion: nameVersion(all),
    changeVersion: changeVersion(all),
    readVersion: readVersion(all),
    restoreVersion: restoreVersion(all),
    textAuthorship: textAuthorship(all),
  };
}

export type Services = ReturnType<typeof createServices>;
