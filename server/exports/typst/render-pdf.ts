import { readFile } from 'node:fs/promises';
import { ok, type Result } from '#lib/core/result.ts';
import type { PdfRenderer } from '#server/ports/pdf-renderer.ts';
import { columnShares } from '../column-shares.ts';
import { annexTitle, contentsDepth } from '../headings.ts';
import type { Block, HeadingLevel, Part, PrintModel, PrintWarning, Table } from '../print-model.ts';

/**
 * The model as a typesetting job: the template with the model beside it as JSON. Text is data for
 * the template, never part of its source.
 */
export async function renderPdf(
  model: PrintModel,
  pdf: PdfRenderer,
): Promise<Result<{ readonly bytes: Uint8Array; readonly warnings: readonly PrintWarning[] }>> {
  const template = await readFile(new URL('./template.typ', import.meta.url), 'utf8');
  const images = Object.entries(model.images);
  const rendered = await pdf.render({
    template,
    files: {
      'content.json': new TextEncoder().encode(JSON.stringify(typstData(model))),
      ...Object.fromEntries(images.map(([, image], index) => [imagePath(image.mime, index), image.bytes])),
    },
  });
  if (!rendered.ok) return rendered;
  const { bytes, conforms } = rendered.value;
  return ok({ bytes, warnings: conforms ? [] : [{ code: 'characters-without-font', count: 1 }] });
}

const imagePath = (mime: string, index: number): string =>
  `image-${index}.${mime === 'image/png' ? 'png' : 'jpg'}`;

const HEADER_LENGTH_MAX = 70;
const shorten = (text: string): string =>
  text.length > HEADER_LENGTH_MAX
    ? `${text
        .slice(0, HEADER_LENGTH_MAX - 1)
        .toWellFormed()
        .trimEnd()}…`
    : text;

function typstData(model: PrintModel): unknown {
  const { cover, metadata } = model;
  const changed = new Date(metadata.changedAtMs);
  const eyebrow = [cover.code, cover.kind].filter(Boolean).join(' · ');
  const levels = new HeadingLevels();
  const data = {
    language: model.language,
    words: model.words,
    imprint: model.imprint,
    cover: {
      ...cover,
      eyebrow,
      runningRight: eyebrow || shorten(cover.project),
      shortTitle: shorten(cover.title),
      shortProject: shorten(cover.project),
      organisationCount: cover.organisations.reduce((sum, group) => sum + group.organisations.length, 0),
    },
    metadata: {
      ...metadata,
      date: { year: changed.getUTCFullYear(), month: changed.getUTCMonth() + 1, day: changed.getUTCDate() },
    },
    contentsDepth: contentsDepth(model),
    parts: model.parts.map((part) => levels.part(part, 0)),
    annexes: model.annexes.map((annex, index) => {
      levels.begin(1);
      return {
        language: annex.language,
        heading: annexTitle(model, annex.title, index),
        parts: annex.parts.map((part) => levels.part(part, 1)),
      };
    }),
    images: Object.fromEntries(
      Object.entries(model.images).map(([key, { mime, widthPx, heightPx }], index) => [
        key,
        { path: imagePath(mime, index), widthPx, ratio: heightPx / widthPx },
      ]),
    ),
  };
  return forTypst(data);
}

/** PDF/UA-1 (7.4.2) refuses a heading two levels below the one before it. */
class HeadingLevels {
  #last = 0;

  begin(level: number): HeadingLevel {
    this.#last = Math.min(4, level, this.#last + 1);
    return this.#last as HeadingLevel;
  }

  part(part: Part, shift: number): unknown {
    const blocks = (all: readonly Block[]) =>
      all.map((block) =>
        block.kind === 'heading' ? { ...block, level: this.begin(block.level + shift) } : block,
      );
    switch (part.kind) {
      case 'text':
        return { ...part, blocks: blocks(part.blocks) };
      case 'parallel':
        return { ...part, rows: part.rows.map((row) => row.map(blocks)) };
      case 'record':
        return { ...part, record: { ...part.record, level: this.begin(part.record.level + shift) } };
    }
  }
}

/** Every `language` of the data as Typst takes it, an ISO 639 code and a region; every table with its shares. */
function forTypst(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(forTypst);
  if (typeof value !== 'object' || value === null) return value;
  const shares =
    'kind' in value && value.kind === 'table' ? { shares: columnShares(value as unknown as Table) } : {};
  return Object.fromEntries(
    Object.entries({ ...value, ...shares }).map(([key, held]) => {
      if (key === 'language') return [key, typeof held === 'string' ? typstLanguage(held) : null];
      if (key === 'languages' && Array.isArray(held))
        return [key, held.map((tag) => typstLanguage(String(tag)))];
      return [key, forTypst(held)];
    }),
  );
}

function typstLanguage(tag: string): { lang: string; region: string | null } | null {
  const [lang = '', ...rest] = tag.split('-');
  if (!/^[a-z]{2,3}$/i.test(lang)) return null;
  const region = rest.find((part) => /^[a-z]{2}$/i.test(part));
  return { lang: lang.toLowerCase(), region: region?.toUpperCase() ?? null };
}
