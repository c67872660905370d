import type { Clock } from '#lib/core/clock.ts';
import type { Random } from '#lib/core/random.ts';
import type { BlobStore } from '#server/ports/blob-store.ts';
import type { JobStore } from '#server/ports/job-store.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import { createDocument } from './create-document.ts';
import { documentOutline } from './document-outline.ts';
import { documentPeople } from './document-people.ts';
import type { ExportMaker } from './export-maker.ts';
import { findDocument } from './find-document.ts';
import { findPartnership } from './find-partnership.ts';
import { downloadExport, getExport } from './get-export.ts';
import { listPartnerships } from './list-partnerships.ts';
import { openDocument } from './open-document.ts';
import { partnershipOverview } from './partnership-overview.ts';
import { renderDocument } from './render-document.ts';
import { requestExport } from './request-export.ts';

export interface ServiceDeps {
  readonly partnerships: PartnershipStore;
  readonly jobs: JobStore;
  readonly blobs: BlobStore;
  readonly maker: ExportMaker;
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
  const all = { ...deps, ...found };
  return {
    ...found,
    listPartnerships: listPartnerships(all),
    partnershipOverview: partnershipOverview(all),
    openDocument: openDocument(all),
    createDocument: createDocument(all),
    documentOutline: documentOutline(all),
    documentPeople: documentPeople(all),
    renderDocument: renderDocument(all),
    requestExport: requestExport(all),
    getExport: getExport(all),
    downloadExport: downloadExport(all),
  };
}

export type Services = ReturnType<typeof createServices>;
