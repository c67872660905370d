import { createHash } from 'node:crypto';
import { isCondensedOf } from '#lib/protocol/same-text.ts';
import type { DocumentId } from '#lib/core/ids.ts';
import type { BlobStore } from '#server/ports/blob-store.ts';
import type { DocStore, Snapshot } from '#server/ports/doc-store.ts';
import type { MaintenanceStore } from '#server/ports/maintenance-store.ts';
import { frozenBlob } from './keep-frozen-file.ts';
import { uploadBlob } from './keep-upload.ts';

export interface VerifyDeps {
  readonly docs: DocStore;
  readonly maintenance: MaintenanceStore;
  readonly blobs: BlobStore;
}

export interface Verification {
  readonly documents: number;
  readonly updates: number;
  readonly pictures: number;
  /** Published files. */
  readonly published: number;
  /** The files of pictures and publications as they are; several may share one. */
  readonly files: readonly VerifiedFile[];
  /** What does not fit, a sentence each. */
  readonly findings: readonly string[];
}

export interface VerifiedFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/**
 * Whether everything that is kept fits together: the database file, each document's log and its
 * snapshot, the file of each picture and publication. Changes nothing, and may run beside the server.
 */
export async function verifyData(
  deps: VerifyDeps,
  onProgress: (line: string) => void = () => undefined,
): Promise<Verification> {
  const { docs, maintenance } = deps;
  onProgress('checking the database');
  const findings = (await maintenance.integrityErrors()).map((error) => `database: ${error}`);
  const heads = await maintenance.heads();
  for (const [index, { id }] of heads.entries()) {
    onProgress(`checking document ${index + 1} of ${heads.length}`);
    const broken = await docs.verify(id);
    const finding = broken
      ? `the log does not fit from update ${broken.brokenAtSeq} on`
      : await snapshotFinding(docs, id);
    if (finding) findings.push(`document ${id}: ${finding}`);
  }
  const uploads = await maintenance.uploads();
  const files = new Map<string, VerifiedFile>();
  for (const [index, upload] of uploads.entries()) {
    onProgress(`checking picture ${index + 1} of ${uploads.length}`);
    const name = uploadBlob(upload);
    const file = files.get(name) ?? (await fileOf(deps.blobs, name));
    if (file) files.set(name, file);
    const isRight = file?.sha256 === upload.sha256 && file.sizeBytes === upload.sizeBytes;
    if (!isRight)
      findings.push(`picture ${upload.id}: its file ${name} ${file ? 'was changed' : 'is missing'}`);
  }
  const published = await maintenance.frozenFiles();
  for (const [index, frozen] of published.entries()) {
    onProgress(`checking published file ${index + 1} of ${published.length}`);
    const name = frozenBlob(frozen);
    const file = files.get(name) ?? (await fileOf(deps.blobs, name));
    if (file) files.set(name, file);
    if (file?.sha256 !== frozen.sha256 || file.sizeBytes !== frozen.sizeBytes)
      findings.push(
        `publication ${frozen.publication}: its file ${frozen.name} (${name}) ${file ? 'was changed' : 'is missing'}`,
      );
  }
  return {
    documents: heads.length,
    updates: heads.reduce((sum, { head }) => sum + head, 0),
    pictures: uploads.length,
    published: published.length,
    files: [...files.values()],
    findings,
  };
}

/** A snapshot is a cache of the log: built from the log anew, it must say the same. */
async function snapshotFinding(docs: DocStore, documentId: DocumentId): Promise<string | null> {
  const { snapshot } = await docs.read(documentId, 0);
  if (!snapshot) return null;
  const log: Uint8Array[] = [];
  for await (const page of docs.history(documentId, { toSeq: snapshot.seq }))
    log.push(...page.map(({ bytes }) => bytes));
  return saysTheSame(snapshot, log) ? null : `its snapshot of update ${snapshot.seq} differs from the log`;
}

function saysTheSame(snapshot: Snapshot, log: readonly Uint8Array[]): boolean {
  try {
    return isCondensedOf(snapshot, log);
  } catch {
    // Bytes that cannot be read.
    return false;
  }
}

async function fileOf(blobs: BlobStore, name: string): Promise<VerifiedFile | null> {
  const bytes = await blobs.get(name);
  if (!bytes) return null;
  return { name, sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
