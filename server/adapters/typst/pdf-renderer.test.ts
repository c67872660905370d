import { afterEach, expect, test } from 'vitest';
import { pdfRenderer } from './pdf-renderer.ts';

const platform = Object.getOwnPropertyDescriptor(process, 'platform');
afterEach(() => {
  if (platform) Object.defineProperty(process, 'platform', platform);
});

const job = { template: '#set document(title: "x")\n= Title', files: {} };

test('elsewhere than on Linux x64 it says so in one sentence, and writes no file', async () => {
  Object.defineProperty(process, 'platform', { ...platform, value: 'darwin' });
  const renderer = await pdfRenderer();
  expect(await renderer.render(job)).toEqual({
    ok: false,
    problem: {
      code: 'pdf-needs-linux-x64',
      detail: 'PDF export needs Tandem to run on Linux x64, or in its container.',
    },
  });
});

test.runIf(process.platform === 'linux' && process.arch === 'x64')(
  'a template that fails says why; a document without a title is refused by the standard',
  async () => {
    const renderer = await pdfRenderer();
    expect(await renderer.render(job)).toMatchObject({ ok: true, value: { conforms: true } });
    const broken = await renderer.render({ template: '#let x = (', files: {} });
    expect(broken).toMatchObject({ ok: false, problem: { code: 'pdf-failed' } });
    expect(await renderer.render({ template: '= Untitled', files: {} })).toMatchObject({
      ok: false,
      problem: { code: 'pdf-failed' },
    });
  },
);
