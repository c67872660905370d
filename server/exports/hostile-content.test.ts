import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { pdfRenderer } from '#server/adapters/typst/pdf-renderer.ts';
import type { ContentNode } from '#lib/schema/text/convert.ts';
import { goldenPrintModel } from '../../tests/golden/print-model.ts';
import { renderDocx } from './docx/render-docx.ts';
import { fromProseMirror } from './from-prosemirror.ts';
import { printable } from './inline-from-prosemirror.ts';
import { renderHtml } from './html/render-html.ts';
import { renderMarkdown } from './markdown/render-markdown.ts';
import type { PrintModel } from './print-model.ts';
import { renderPdf } from './typst/render-pdf.ts';

/** What each format would take for its own markup, were text not text. */
const payloads = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</p></body></html>',
  '<!-- --> ]]> <?xml ?>',
  '&lt;b&gt; &#60; &amp;',
  '#read("/etc/passwd")',
  '#import "@preview/x:0.1.0": *',
  '] #panic() [',
  '$x^2$ `raw` *star* _under_ @ref <label> \\',
  '#set document(title: "owned")',
  '[link](javascript:alert(1))',
  '![x](https://tracker.example/pixel.png)',
  '[^1]: note',
  '# heading\n===\n- list\n1. number\n> quote\n```',
  '| a | b |\n|---|---|',
  '<w:p><w:r><w:t>x</w:t></w:r></w:p>',
  '\u0000\u0008\u001f\ud800 \ufffe',
  '{{template}} ${expression} {% tag %}',
];

const hrefs = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'file:///etc/passwd',
  '//evil.example/x',
  'https://ok.example/"><script>',
  'blob:https://x',
];

const text = (value: string, marks?: ContentNode['marks']): ContentNode => ({
  type: 'text',
  text: value,
  ...(marks ? { marks } : {}),
});
const p = (...content: ContentNode[]): ContentNode => ({ type: 'paragraph', content });

const hostile: ContentNode = {
  type: 'doc',
  content: [
    ...payloads.flatMap((payload): ContentNode[] => [
      { type: 'heading', attrs: { level: 1 }, content: [text(payload)] },
      p(text(payload), text(payload, [{ type: 'bold' }]), text(payload, [{ type: 'code' }]), {
        type: 'footnote',
        content: [text(payload)],
      }),
      { type: 'codeBlock', attrs: { language: payload }, content: [text(payload)] },
      {
        type: 'table',
        content: [
          { type: 'tableRow', content: [{ type: 'tableHeader', content: [p(text(payload))] }] },
          { type: 'tableRow', content: [{ type: 'tableCell', content: [p(text(payload))] }] },
        ],
      },
      { type: 'image', attrs: { src: payload, alt: payload, caption: payload } },
      { type: payload, attrs: { id: payload, lang: payload }, content: [text(payload)] },
      p(
        { type: 'citation', attrs: { evidence: payload, locator: payload } },
        { type: 'crossReference', attrs: { target: `#${payload}` } },
        { type: 'glossaryTerm', attrs: { concept: payload } },
      ),
    ]),
    ...hrefs.map((href) =>
      p(
        text('a link', [{ type: 'link', attrs: { href } }]),
        text('lang', [{ type: 'lang', attrs: { lang: href } }]),
      ),
    ),
  ],
};

const { blocks, warnings } = fromProseMirror(hostile, 'fr');
const model: PrintModel = {
  ...goldenPrintModel,
  cover: {
    ...goldenPrintModel.cover,
    title: printable(payloads.join(' ')),
    project: payloads[0]!,
    subtitle: payloads[6]!,
  },
  parts: [{ kind: 'text', language: 'fr', blocks }],
  annexes: [],
};

test('links of other schemes are printed as text and counted', () => {
  const found = new Set([...JSON.stringify(blocks).matchAll(/"href":"([a-z]+):/gi)].map((match) => match[1]));
  expect([...found].filter((scheme) => !['http', 'https', 'mailto'].includes(scheme ?? ''))).toEqual([]);
  expect(warnings.find((warning) => warning.code === 'unsafe-link')?.count).toBeGreaterThanOrEqual(
    hrefs.length - 1,
  );
});

test('HTML: every payload is text, no element or attribute came of it', () => {
  const html = renderHtml(model);
  const tags = new Set([...html.matchAll(/<([a-z][a-z0-9]*)/gi)].map((match) => match[1]!.toLowerCase()));
  for (const tag of ['script', 'img', 'b', 'iframe', 'w:p']) expect(tags).not.toContain(tag);
  const insideTags = [...html.matchAll(/<[a-z][^>]*>/gi)]
    .map((match) => match[0].replace(/"[^"]*"/g, '""'))
    .join('\n');
  expect(insideTags).not.toMatch(/\son\w+=|javascript:|'/i);
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(html.match(/<\/body>/g)).toHaveLength(1);
});

test('Markdown: what could begin markup is escaped outside code', () => {
  const markdown = renderMarkdown(model)
    .replace(/^(`{3,})[^\n]*\n[\s\S]*?\n\1$/gm, '')
    .replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '');
  const body = markdown.slice(markdown.indexOf('\n# '));
  expect(body).not.toMatch(/<(script|img|w:p|\/p|\/body|!--)/i);
  expect(body).not.toMatch(/(?<!\\)\]\((?!<https?:|<mailto:|#block-)/);
  expect(body).not.toMatch(/(?<!\\)!\[x\]\(/);
});

test('DOCX: stays well-formed, with the payloads as text', async () => {
  const entries = unzipSync(await renderDocx(model));
  const document = strFromU8(entries['word/document.xml']!);
  expect(document).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(document).toContain('#read(&quot;/etc/passwd&quot;)');
  expect(document).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
  const open: string[] = [];
  for (const [, closing, name, empty] of document.matchAll(/<(\/?)([a-zA-Z][\w:]*)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (closing) expect(open.pop()).toBe(name);
    else if (!empty) open.push(name!);
  }
  expect(open).toEqual([]);
  const relations = Object.entries(entries)
    .filter(([name]) => name.endsWith('.rels'))
    .map(([, bytes]) => strFromU8(bytes))
    .join('');
  expect(
    [...relations.matchAll(/Target="([^"]+)" TargetMode="External"/g)].filter(
      ([, target]) => !/^(https?|mailto):/.test(target!),
    ),
  ).toEqual([]);
});

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('PDF', () => {
  test('template markup in a text is printed, not run', async () => {
    const rendered = await renderPdf(model, await pdfRenderer());
    if (!rendered.ok) throw new Error(`${rendered.problem.code}: ${rendered.problem.detail}`);
    const file = Buffer.from(rendered.value.bytes).toString('latin1');
    expect(file).not.toMatch(/root:x?:0:0|\/JavaScript|\/Launch|\/EmbeddedFile/);
    expect(file).not.toContain('<rdf:li xml:lang="x-default">owned</rdf:li>');
  });

  test('a template reads only what it is given', async () => {
    const renderer = await pdfRenderer();
    for (const path of ['/etc/passwd', '../../../etc/passwd', '/../../etc/hostname', 'file:///etc/passwd']) {
      const rendered = await renderer.render({
        template: `#set document(title: "x")\n#read("${path}")`,
        files: {},
      });
      expect(rendered).toMatchObject({ ok: false, problem: { code: 'pdf-failed' } });
    }
    const packages = await renderer.render({
      template: '#set document(title: "x")\n#import "@preview/cetz:0.3.1"',
      files: {},
    });
    expect(packages.ok).toBe(false);
  });
});
