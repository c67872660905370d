import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { pdfRenderer } from '#server/adapters/typst/pdf-renderer.ts';
import { goldenPrintModel } from '../../tests/golden/print-model.ts';
import { renderDocx } from './docx/render-docx.ts';
import { renderHtml } from './html/render-html.ts';
import { renderMarkdown } from './markdown/render-markdown.ts';
import type { Block, PrintModel } from './print-model.ts';
import { renderPdf } from './typst/render-pdf.ts';

const pdf = await pdfRenderer();
const withPdf = process.platform === 'linux' && process.arch === 'x64';

const setPdf = async (model: PrintModel): Promise<string> => {
  const rendered = await renderPdf(model, pdf);
  if (!rendered.ok) throw new Error(`${rendered.problem.code}: ${rendered.problem.detail}`);
  return Buffer.from(rendered.value.bytes).toString('latin1');
};

describe('Markdown and HTML', () => {
  test('the golden model as Markdown', async () => {
    await expect(renderMarkdown(goldenPrintModel)).toMatchFileSnapshot('../../tests/golden/print-model.md');
  });

  test('the golden model as HTML', async () => {
    await expect(renderHtml(goldenPrintModel)).toMatchFileSnapshot('../../tests/golden/print-model.html');
  });

  test('every line of the contents leads to a heading, every note to its place and back', () => {
    const html = renderHtml(goldenPrintModel);
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]));
    const targets = [...html.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]);
    expect(targets.length).toBeGreaterThan(10);
    expect(targets.filter((target) => !ids.has(target))).toEqual([]);
  });

  test('a page needs nothing from anywhere else and runs nothing', () => {
    const html = renderHtml(goldenPrintModel);
    expect(html).not.toMatch(/<script|<iframe|<link rel="stylesheet"|url\(|@import/);
    expect([...html.matchAll(/src="([^"]{0,11})/g)].every((match) => match[1] === 'data:image/')).toBe(true);
  });
});

describe.runIf(withPdf)('PDF', () => {
  test('is tagged, conforms to PDF/UA-1, and says its title and languages', async () => {
    const file = await setPdf(goldenPrintModel);
    expect(file).toContain('<pdfuaid:part>1</pdfuaid:part>');
    expect(file).toContain('/StructTreeRoot');
    expect(file).toContain('/Type /Outlines');
    for (const language of ['fr', 'en', 'it', 'fi']) expect(file).toContain(`/Lang (${language})`);
    expect(Buffer.from(file, 'latin1').toString('utf8')).toContain(
      'Typologie des métiers du social du futur',
    );
  });

  test('the same text gives the same bytes', async () => {
    expect(await setPdf(goldenPrintModel)).toBe(await setPdf(goldenPrintModel));
  });

  test('a picture that nobody described is set all the same, and says so to who does not see it', async () => {
    const figure: Block = {
      kind: 'figure',
      language: null,
      anchor: null,
      image: 'map',
      alt: null,
      decorative: false,
      caption: null,
      widthPercent: null,
    };
    const model: PrintModel = {
      ...goldenPrintModel,
      parts: [{ kind: 'text', language: 'fr', blocks: [figure] }],
    };
    const file = await setPdf(model);
    expect(file).toContain('<pdfuaid:part>1</pdfuaid:part>');
    expect(file).toContain(`/Alt (${model.words.undescribedImage})`);
  });

  test('a decoration with a caption is still no figure that wants a description', async () => {
    const [band] = goldenPrintModel.parts.flatMap((part) =>
      part.kind === 'text' ? part.blocks.filter((it) => it.kind === 'figure' && it.decorative) : [],
    );
    const blocks = [{ ...band!, caption: 'Bandeau' } as Block];
    const file = await setPdf({ ...goldenPrintModel, parts: [{ kind: 'text', language: 'fr', blocks }] });
    expect(file).toContain('<pdfuaid:part>1</pdfuaid:part>');
  });

  test('characters that no font has are a warning, and the file stays tagged', async () => {
    const model: PrintModel = {
      ...goldenPrintModel,
      parts: [
        {
          kind: 'text',
          language: 'fr',
          blocks: [
            {
              kind: 'paragraph',
              language: null,
              anchor: null,
              content: [{ kind: 'text', text: 'Ꙃ 中文 ꧁' }],
            },
          ],
        },
      ],
    };
    const rendered = await renderPdf(model, pdf);
    expect(rendered).toMatchObject({ ok: true, value: { warnings: [{ code: 'characters-without-font' }] } });
    if (rendered.ok)
      expect(Buffer.from(rendered.value.bytes).toString('latin1')).toContain('/StructTreeRoot');
  });
});

describe('DOCX', async () => {
  const entries = unzipSync(await renderDocx(goldenPrintModel));
  const part = (name: string): string => strFromU8(entries[name] ?? new Uint8Array());
  const document = part('word/document.xml');

  test('has real styles for headings, title and boxes', () => {
    expect(document).toMatch(/<w:pStyle w:val="Title"\/>/);
    for (const level of [1, 2, 3]) expect(document).toContain(`<w:pStyle w:val="Heading${level}"/>`);
    for (const style of ['Quote', 'Code', 'TableHead', 'CoverGroup'])
      expect(part('word/styles.xml')).toContain(`w:styleId="${style}"`);
  });

  test('has a contents field with page numbers, and page numbers in the footer', () => {
    expect(document).toMatch(/TOC [^<]*\\o &quot;1-3&quot;/);
    expect(document).toMatch(
      /PAGEREF _Toc\d+ \\h<\/w:instrText><w:fldChar w:fldCharType="separate"\/><w:t[^>]*>\d+</,
    );
    expect(
      Object.keys(entries)
        .filter((name) => /footer/.test(name))
        .map(part)
        .join(''),
    ).toContain('NUMPAGES');
  });

  test('has notes, header rows, alternative texts and the language of every passage', () => {
    expect(part('word/footnotes.xml')).toContain('Constat partagé par les trois pays');
    expect(document).toContain('<w:tblHeader/>');
    expect(document).toContain('descr="Carte des pays partenaires : France, Italie, Finlande"');
    expect(part('word/styles.xml')).toContain('<w:lang w:val="fr-FR"/>');
    for (const language of ['en-US', 'it-IT', 'fi-FI'])
      expect(document).toContain(`<w:lang w:val="${language}"/>`);
  });

  test('says title, organisations, language and when the text changed, never when it was exported', () => {
    const core = part('docProps/core.xml');
    expect(core).toContain('<dc:title>Typologie des métiers du social du futur</dc:title>');
    expect(core).toContain('<dc:creator>Département de l’Isère; Région autonome Vallée d’Aoste</dc:creator>');
    expect(core).toContain('<dc:language>fr-FR</dc:language>');
    expect(core.match(/2027-03-14T09:30:00Z/g)).toHaveLength(2);
  });

  test('the same text gives the same bytes', async () => {
    const again = unzipSync(await renderDocx(goldenPrintModel));
    const changed = Object.keys(entries).filter(
      (name) => !Buffer.from(entries[name]!).equals(Buffer.from(again[name] ?? [])),
    );
    expect(changed).toEqual([]);
  });
});
