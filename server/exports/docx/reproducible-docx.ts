import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { PrintModel } from '../print-model.ts';
import { wordLanguage } from './docx-inline.ts';

/** The library writes the present; the file says when the text changed, so the same text gives the same file. */
export function reproducible(packed: Uint8Array, { metadata, language }: PrintModel): Uint8Array {
  const entries = unzipSync(packed);
  const changed = new Date(metadata.changedAtMs).toISOString().replace(/\.\d+Z$/, 'Z');
  const core = strFromU8(entries['docProps/core.xml'] ?? new Uint8Array())
    .replace(/(<dcterms:(created|modified)[^>]*>)[^<]*/g, `$1${changed}`)
    .replace(
      '</cp:coreProperties>',
      `<dc:language>${wordLanguage(language).value}</dc:language></cp:coreProperties>`,
    );
  entries['docProps/core.xml'] = strToU8(core);
  const body = 'word/document.xml';
  entries[body] = strToU8(renumber(strFromU8(entries[body] ?? new Uint8Array())));
  for (const name of Object.keys(entries).filter((one) => one.endsWith('.rels')))
    numberRelations(entries, name);
  return zipSync(entries, {
    mtime: new Date(Date.UTC(Math.max(1980, new Date(metadata.changedAtMs).getUTCFullYear()), 0, 2)),
  });
}

/** The library counts bookmarks and drawings through the life of the process. */
function renumber(document: string): string {
  const counted = (pattern: RegExp): void => {
    const numbers = new Map<string, number>();
    document = document.replace(pattern, (_all, before: string, old: string) => {
      if (!numbers.has(old)) numbers.set(old, numbers.size + 1);
      return `${before}${numbers.get(old)}`;
    });
  };
  counted(/(\b_Toc)(\d+)/g);
  counted(/(<w:bookmark(?:Start|End)\b[^>]*? w:id=")(\d+)/g);
  counted(/(<wp:docPr\b[^>]*? id=")(\d+)/g);
  return document;
}

/** The library draws the ids of links at random. */
function numberRelations(entries: Record<string, Uint8Array>, name: string): void {
  const owner = name.replace(/_rels\/(.*)\.rels$/, '$1');
  let relations = strFromU8(entries[name] ?? new Uint8Array());
  let text = strFromU8(entries[owner] ?? new Uint8Array());
  const drawn = [...relations.matchAll(/ Id="(rId[^"]*[^"\d][^"]*)"/g)].map((match) => match[1] ?? '');
  drawn
    .toSorted((a, b) => text.indexOf(`"${a}"`) - text.indexOf(`"${b}"`))
    .forEach((id, index) => {
      relations = relations.replaceAll(`"${id}"`, `"rIdLink${index + 1}"`);
      text = text.replaceAll(`"${id}"`, `"rIdLink${index + 1}"`);
    });
  entries[name] = strToU8(relations);
  if (entries[owner]) entries[owner] = strToU8(text);
}
