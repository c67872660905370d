import * as Y from 'yjs';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { contentOf, type ContentNode } from '#lib/schema/text/convert.ts';
import { buildPrintModel, languageOf, type DocumentFacts } from '#server/exports/build-print-model.ts';
import { renderDocx } from '#server/exports/docx/render-docx.ts';
import { exportFileName, mimeOf, type AvailableFormat } from '#server/exports/export-format.ts';
import { renderHtml } from '#server/exports/html/render-html.ts';
import { renderMarkdown } from '#server/exports/markdown/render-markdown.ts';
import type { PrintImage, PrintModel, PrintWarning } from '#server/exports/print-model.ts';
import { renderPdf } from '#server/exports/typst/render-pdf.ts';
import type { PdfRenderer } from '#server/ports/pdf-renderer.ts';

/** Everything that making a file needs, as plain data: it crosses to another process. */
export interface ExportTask {
  readonly facts: DocumentFacts;
  /** `json` is the content itself, for programs. */
  readonly format: AvailableFormat | 'json';
  /** The snapshot, if any, and the updates after it, in order. */
  readonly updates: readonly Uint8Array[];
  /** Pictures of the text by the id that it names them with; one that is not here is printed as missing. */
  readonly images: Readonly<Record<string, PrintImage>>;
}

/** Which pictures a text shows: asked first, so that those alone are read and handed over. */
export interface PicturesTask {
  readonly picturesIn: readonly Uint8Array[];
}

export interface MadeExport {
  readonly name: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
  readonly warnings: readonly PrintWarning[];
}

/** The whole way from committed updates to a file; runs in a worker, for merging and setting take long. */
export async function makeExport(
  task: ExportTask,
  pdf: PdfRenderer,
  onProgress: (progress: number) => void = () => {},
): Promise<Result<MadeExport>> {
  const { facts, format } = task;
  const content = readContent(task.updates);
  if (!content.ok) return content;
  onProgress(0.3);
  const { document, deliverable } = facts;
  const name = exportFileName(deliverable?.code ?? null, document.title, languageOf(facts), format);
  if (format === 'json') {
    const { id, title, head } = document;
    const json = { id, title, language: languageOf(facts), head, content: content.value };
    return ok({ name, mime: 'application/json', bytes: encode(JSON.stringify(json)), warnings: [] });
  }
  const { model, warnings } = buildPrintModel(facts, content.value, task.images);
  onProgress(0.5);
  const rendered = await render(model, format, pdf);
  if (!rendered.ok) return rendered;
  const all = [...warnings, ...rendered.value.warnings];
  return ok({ name, mime: mimeOf[format], bytes: rendered.value.bytes, warnings: all });
}

/** The ids of the pictures that a text shows, each once. */
export async function picturesIn({ picturesIn: updates }: PicturesTask): Promise<Result<readonly string[]>> {
  const content = readContent(updates);
  if (!content.ok) return content;
  const found = new Set<string>();
  const waiting: ContentNode[] = [content.value];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const src = node.attrs?.src;
    if (node.type === 'image' && typeof src === 'string') found.add(src);
    waiting.push(...(node.content ?? []));
  }
  return ok([...found]);
}

function readContent(updates: readonly Uint8Array[]): Result<ContentNode> {
  const doc = new Y.Doc();
  try {
    doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)));
    return ok(contentOf(doc));
  } catch (error) {
    return problem('document-unreadable', error instanceof Error ? error.message : String(error));
  } finally {
    doc.destroy();
  }
}

async function render(
  model: PrintModel,
  format: AvailableFormat,
  pdf: PdfRenderer,
): Promise<Result<{ readonly bytes: Uint8Array; readonly warnings: readonly PrintWarning[] }>> {
  switch (format) {
    case 'pdf':
      return renderPdf(model, pdf);
    case 'docx':
      return ok({ bytes: await renderDocx(model), warnings: [] });
    case 'html':
      return ok({ bytes: encode(renderHtml(model)), warnings: [] });
    case 'md':
      return ok({ bytes: encode(renderMarkdown(model)), warnings: [] });
  }
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
