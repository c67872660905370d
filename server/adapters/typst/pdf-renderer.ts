import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { workspacePrefix, type Pdf, type PdfJob, type PdfRenderer } from '#server/ports/pdf-renderer.ts';

/**
 * Typst as a library. Invariant: its workspace is an empty folder of its own, so a template reads
 * only the files handed in; no network, no packages. It is not safe from its own memory growth
 * (2–4 MB a run): whoever runs it recycles the worker it lives in.
 */
export async function pdfRenderer(): Promise<PdfRenderer> {
  const typst = await load();
  return {
    render: (job) =>
      Promise.resolve(
        typst
          ? compile(typst, job)
          : problem(
              'pdf-needs-linux-x64',
              'PDF export needs Tandem to run on Linux x64, or in its container.',
            ),
      ),
  };
}

type Typst = typeof import('@myriaddreamin/typst-ts-node-compiler');

/** The package is there on every platform, its native part only where one was built. */
async function load(): Promise<Typst | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  try {
    return await import('@myriaddreamin/typst-ts-node-compiler');
  } catch {
    return null;
  }
}

function compile({ NodeCompiler }: Typst, { template, files }: PdfJob): Result<Pdf> {
  const workspace = mkdtempSync(join(tmpdir(), workspacePrefix));
  try {
    const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs: fonts() }] });
    const main = join(workspace, 'main.typ');
    compiler.addSource(main, template);
    for (const [name, bytes] of Object.entries(files))
      compiler.mapShadow(join(workspace, name), Buffer.from(bytes));
    const compiled = compiler.compile({ mainFilePath: main });
    const document = compiled.result;
    if (!document) {
      const error = compiled.takeError();
      return problem('pdf-failed', error ? messageOf(compiler.fetchDiagnostics(error)) : undefined);
    }
    try {
      return ok({ bytes: compiler.pdf(document, { pdfStandard: 'ua-1' }), conforms: true });
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      // The standard refuses a text of which one character has no shape: it is still set, and tagged.
      if (!detail.includes('could not be displayed')) return problem('pdf-failed', detail);
      return ok({ bytes: compiler.pdf(document, { pdfTags: true }), conforms: false });
    } finally {
      compiler.evictCache(0);
    }
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

const messageOf = (diagnostics: readonly { message?: string }[]): string =>
  diagnostics.map((one) => one.message ?? '').join('; ');

let loadedFonts: Buffer[] | undefined;

/** Latin, Greek and Cyrillic, in the weights that templates use. */
function fonts(): Buffer[] {
  const require = createRequire(import.meta.url);
  const font = (family: 'noto-sans' | 'noto-serif', name: string, style: string) =>
    readFileSync(require.resolve(`@expo-google-fonts/${family}/${style}/${name}_${style}.ttf`));
  loadedFonts ??= [
    ...[
      '400Regular',
      '400Regular_Italic',
      '600SemiBold',
      '600SemiBold_Italic',
      '700Bold',
      '700Bold_Italic',
    ].map((style) => font('noto-sans', 'NotoSans', style)),
    ...['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic'].map((style) =>
      font('noto-serif', 'NotoSerif', style),
    ),
  ];
  return loadedFonts;
}
