import * as Y from 'yjs';
import type { Clock } from '#lib/core/clock.ts';
import { newId, type DocumentId } from '#lib/core/ids.ts';
import type { Random } from '#lib/core/random.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import { rewriteBody } from '#lib/schema/text/compare/rewrite.ts';
import { contentOf, type ContentNode } from '#lib/schema/text/convert.ts';
import { contentHash } from '#lib/schema/text/hash.ts';
import type { Engine } from '#server/engine/engine.ts';
import type { Attempts } from '#server/auth/attempts.ts';
import type { DocStore } from '#server/ports/doc-store.ts';
import type { VersionStore } from '#server/ports/version-store.ts';
import type { FindDocument } from './find-document.ts';
import { isSeq } from './name-version.ts';

interface ReadDeps {
  readonly docs: DocStore;
  readonly findDocument: FindDocument;
  /** Of one person: a whole text is put together each time. */
  readonly stateAttempts: Attempts;
}

/** A text as it stood after update `seq`. Errors: those of `findDocument`, `version-unknown`, `too-many-states`. */
export const readVersion =
  ({ docs, findDocument, stateAttempts }: ReadDeps) =>
  async (
    principal: Principal | null,
    documentId: DocumentId,
    seq: number,
  ): Promise<Result<{ readonly seq: number; readonly content: ContentNode }>> => {
    const found = await findDocument(principal, documentId, 'read');
    if (!found.ok) return found;
    if (!stateAttempts(principal?.personId ?? '')) return problem('too-many-states');
    const content = await contentAt(docs, documentId, seq);
    return content ? ok({ seq, content }) : problem('version-unknown');
  };

interface RestoreDeps extends ReadDeps {
  readonly versions: VersionStore;
  readonly edit: Engine['edit'];
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Puts an earlier state of a text back, as an edit like any other: what did not change since keeps its
 * authors, what others write meanwhile stays, and the state before is in the history.
 * Errors: those of `findDocument`, `version-unknown`, `too-many-states`, `storage`, `update-refused`.
 */
export const restoreVersion =
  ({ docs, findDocument, stateAttempts, versions, edit, clock, random }: RestoreDeps) =>
  async (
    principal: Principal | null,
    documentId: DocumentId,
    seq: unknown,
  ): Promise<Result<{ readonly head: number; readonly changed: boolean }>> => {
    const found = await findDocument(principal, documentId, 'write');
    if (!found.ok) return found;
    if (!stateAttempts(principal?.personId ?? '')) return problem('too-many-states');
    const content = await contentAt(docs, documentId, seq);
    if (!isSeq(seq) || !content) return problem('version-unknown');
    let changed = false;
    const edited = await edit(documentId, (doc) => {
      changed = contentHash(contentOf(doc)) !== contentHash(content);
      rewriteBody(doc, content);
    });
    if (!edited.ok) return edited;
    const { head } = edited.value;
    if (changed)
      await versions.create({
        id: newId(random),
        workId: found.value.entry.work.id,
        kind: 'restored',
        name: '',
        heads: { [documentId]: head },
        restoredSeq: seq,
        personId: principal?.personId ?? null,
        atMs: clock.nowMs(),
      });
    return ok({ head, changed });
  };

/** `null`: there is no such state. What is no sequence number must never be taken for the empty beginning. */
async function contentAt(docs: DocStore, documentId: DocumentId, seq: unknown): Promise<ContentNode | null> {
  if (!isSeq(seq)) return null;
  const state = await docs.stateAt(documentId, seq);
  if (!state) return null;
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  const content = contentOf(doc);
  doc.destroy();
  return content;
}
