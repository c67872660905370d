import type { Clock } from '#lib/core/clock.ts';
import { newId, type DocumentId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import type { Random } from '#lib/core/random.ts';
import { failed, ok, problem, type Result } from '#lib/core/result.ts';
import { includes, type Right } from '#lib/domain/partnership/policy.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { Version, VersionStore } from '#server/ports/version-store.ts';
import type { FindDocument } from './find-document.ts';

interface Deps {
  readonly versions: VersionStore;
  readonly findDocument: FindDocument;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Names the present moment of a work, in all its languages; or, with the `seq` of an earlier state, that of
 * one text.
 * Errors: those of `findDocument`, `input-invalid`, `versions-full`.
 */
export const nameVersion =
  ({ versions, findDocument, clock, random }: Deps) =>
  async (
    principal: Principal | null,
    documentId: DocumentId,
    input: { readonly name: unknown; readonly seq?: unknown },
  ): Promise<Result<{ readonly id: string }>> => {
    const found = await findDocument(principal, documentId, 'write');
    if (!found.ok) return found;
    const { entry, meta } = found.value;
    const name = nameIn(input.name);
    if (!name.ok) return name;
    if (input.seq !== undefined && !(isSeq(input.seq) && input.seq <= meta.head))
      return failed({ code: 'input-invalid', detail: 'Check seq.', fields: { seq: 'unknown' } });
    const known = await versions.versionsOf(entry.work.id);
    if (known.filter(({ kind }) => kind === 'named').length >= limits.versionsPerWorkMax)
      return problem('versions-full');
    const texts = entry.documents.filter(({ role }) => role === 'text');
    const version: Version = {
      id: newId(random),
      workId: entry.work.id,
      kind: 'named',
      name: name.value,
      heads:
        input.seq === undefined || input.seq === meta.head
          ? Object.fromEntries(texts.map(({ id, head }) => [id, head]))
          : { [documentId]: input.seq },
      restoredSeq: null,
      personId: principal?.personId ?? null,
      atMs: clock.nowMs(),
    };
    await versions.create(version);
    return ok({ id: version.id });
  };

/** Another name for a version, or none: by whoever named it, or manages the text. Errors: also `version-unknown`. */
export const changeVersion =
  ({ versions, findDocument }: Pick<Deps, 'versions' | 'findDocument'>) =>
  async (
    principal: Principal | null,
    documentId: DocumentId,
    versionId: string,
    /** `null`: forgets the name; the text of that moment stays in the history. */
    newName: unknown,
  ): Promise<Result<null>> => {
    const found = await findDocument(principal, documentId, 'write');
    if (!found.ok) return found;
    const version = await versions.version(versionId);
    if (!version || version.workId !== found.value.entry.work.id || version.kind !== 'named')
      return problem('version-unknown');
    if (!mayChange(version, principal, found.value.reason.right)) return problem('not-allowed');
    if (newName === null) {
      await versions.remove(versionId);
      return ok(null);
    }
    const name = nameIn(newName);
    if (!name.ok) return name;
    await versions.rename(versionId, name.value);
    return ok(null);
  };

/** Who gave a name changes it, and who manages the text; a restoration has none. */
export const mayChange = (version: Version, principal: Principal | null, right: Right): boolean =>
  version.kind === 'named' &&
  includes(right, 'write') &&
  (includes(right, 'manage') || (version.personId !== null && version.personId === principal?.personId));

function nameIn(value: unknown): Result<string> {
  const name = typeof value === 'string' ? value.trim() : '';
  if (name !== '' && name.length <= limits.versionNameLengthMax) return ok(name);
  const fields = { name: name === '' ? 'missing' : 'too-long' };
  return failed({ code: 'input-invalid', detail: 'Check name.', fields });
}

/** A place in a text's log: 0 is before its first word. */
export const isSeq = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
