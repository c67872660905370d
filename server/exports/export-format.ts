/** The formats that the API names; those not built yet are refused in words. */
export const exportFormats = ['pdf', 'docx', 'odt', 'html', 'md', 'epub'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const availableFormats = ['pdf', 'docx', 'html', 'md'] as const satisfies readonly ExportFormat[];
export type AvailableFormat = (typeof availableFormats)[number];

export const isAvailable = (format: ExportFormat): format is AvailableFormat =>
  (availableFormats as readonly ExportFormat[]).includes(format);

export const mimeOf: Readonly<Record<AvailableFormat, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  html: 'text/html; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
};

const SLUG_LENGTH_MAX = 60;

/** `D1-typologie-des-metiers.fr.pdf`: safe on every file system, ASCII for mail and old servers. */
export function exportFileName(
  code: string | null,
  title: string,
  language: string,
  extension: string,
): string {
  const stem =
    [(code ?? '').replace(/[^A-Za-z0-9]+/g, ''), slug(title)].filter(Boolean).join('-') || 'document';
  const tag = language.toLowerCase().replace(/[^a-z0-9-]/g, '') || 'und';
  return `${stem}.${tag}.${extension}`;
}

function slug(text: string): string {
  const ascii = text
    .normalize('NFKD')
    .replace(/œ/gi, 'oe')
    .replace(/æ/gi, 'ae')
    .replace(/ß/g, 'ss')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG_LENGTH_MAX);
  return ascii.replace(/^-+|-+$/g, '');
}
