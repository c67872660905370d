import type { DocumentId } from '#lib/core/ids.ts';
import { ok, type Result } from '#lib/core/result.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { ContentNode } from '#lib/schema/text/convert.ts';
import { outlineOf, plainText } from '#lib/schema/text/sections.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { ExportMaker } from './export-maker.ts';
import type { FindDocument } from './find-document.ts';

/** What a link or a cross-reference to a text shows of it. */
export interface DocumentOutline {
  readonly id: DocumentId;
  readonly title: string;
  readonly language: string | null;
  readonly code: string | null;
  readonly state: string;
  readonly headings: readonly { readonly id: string; readonly level: number; readonly text: string }[];
  /** The block that was asked for; `null` when it is not in the text. */
  readonly place: {
    readonly id: string;
    readonly text: string;
    readonly isHeading: boolean;
    readonly opening: string;
  } | null;
}

const OPENING_LENGTH = 160;

interface Deps {
  readonly findDocument: FindDocument;
  readonly partnerships: PartnershipStore;
  /** Reads the text away from the main thread: a long one takes a while. */
  readonly maker: ExportMaker;
}

/** Headings of a text and the first words of one of its blocks. Errors: those of `findDocument` and of the making. */
export const documentOutline =
  ({ findDocument, partnerships, maker }: Deps) =>
  async (
    principal: Principal | null,
    documentId: DocumentId,
    blockId: string | null,
  ): Promise<Result<DocumentOutline>> => {
    const found = await findDocument(principal, documentId, 'read');
    if (!found.ok) return found;
    const { entry, meta } = found.value;
    const [made, deliverables] = await Promise.all([
      maker.make(documentId, 'json'),
      partnerships.deliverables(entry.work.partnershipId),
    ]);
    if (!made.ok) return made;
    const { content } = JSON.parse(new TextDecoder().decode(made.value.bytes)) as { content: ContentNode };
    return ok({
      id: meta.id,
      title: meta.title,
      language: meta.language,
      code: deliverables.find(({ id }) => id === entry.work.deliverableId)?.code ?? null,
      state: entry.work.state,
      headings: outlineOf(content)
        .filter(({ id }) => id !== '')
        .map(({ id, level, text }) => ({ id, level, text })),
      place: blockId === null ? null : placeIn(content, blockId),
    });
  };

function placeIn(content: ContentNode, blockId: string): DocumentOutline['place'] {
  const blocks = content.content ?? [];
  const at = blocks.findIndex((block) => blockIn(block, blockId) !== undefined);
  const block = blocks[at] && blockIn(blocks[at], blockId);
  if (!block) return null;
  let opening = block === blocks[at] ? '' : words(blocks[at] ?? block);
  for (const next of blocks.slice(at + 1)) {
    if (opening.length >= OPENING_LENGTH) break;
    if (next.type !== 'heading') opening = `${opening} ${words(next)}`.trim();
  }
  const isHeading = block.type === 'heading';
  return { id: blockId, text: words(block), isHeading, opening: opening.slice(0, OPENING_LENGTH) };
}

function blockIn(block: ContentNode, id: string): ContentNode | undefined {
  if (block.attrs?.id === id) return block;
  for (const child of block.content ?? []) {
    const found = blockIn(child, id);
    if (found) return found;
  }
  return undefined;
}

/** The words of several blocks do not run into each other. */
const words = (node: ContentNode): string =>
  (node.content ?? []).some(({ type }) => type === 'text')
    ? plainText(node).trim()
    : (node.content ?? []).map(words).filter(Boolean).join(' ');
