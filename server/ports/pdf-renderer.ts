import type { Result } from '#lib/core/result.ts';

/** How the names of a renderer's temporary folders begin: the only ones that its process may use. */
export const workspacePrefix = 'tandem-pdf-';

/** Sets a template with its data as a tagged PDF. */
export interface PdfRenderer {
  /**
   * The same job gives the same bytes. Problems: `pdf-needs-linux-x64` where no typesetter runs,
   * `pdf-failed` when the template refuses the data. Never an untagged file.
   */
  render(job: PdfJob): Promise<Result<Pdf>>;
}

export interface PdfJob {
  /** Source of the template; it reads `files` by their names and nothing else. */
  readonly template: string;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

export interface Pdf {
  readonly bytes: Uint8Array;
  /** Conforms to PDF/UA-1; false: tagged, but some characters have no shape in the fonts. */
  readonly conforms: boolean;
}
