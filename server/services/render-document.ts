import type { DocumentId } from '#lib/core/ids.ts';
import type { Result } from '#lib/core/result.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { ExportMaker } from './export-maker.ts';
import type { FindDocument } from './find-document.ts';
import type { MadeExport } from './make-export.ts';

/** A text as one answer, for programs: Markdown, HTML or its content as JSON. Errors: those of `findDocument` and of the making. */
export const renderDocument =
  ({ findDocument, maker }: { readonly findDocument: FindDocument; readonly maker: ExportMaker }) =>
  async (
    principal: Principal | null,
    documentId: DocumentId,
    format: 'md' | 'html' | 'json',
  ): Promise<Result<MadeExport>> => {
    const found = await findDocument(principal, documentId, 'read');
    return found.ok ? maker.make(documentId, format) : found;
  };
