const FULL = new Set(['ENOSPC', 'EDQUOT']);
const SICK = new Set(['EIO', 'EROFS']);

/** The same error, marked when it is the disk's (ports/storage-trouble.ts). */
export function troubleOf(error: unknown): unknown {
  const code = codeOf(error);
  if (!FULL.has(code) && !SICK.has(code)) return error;
  return Object.assign(error as Error, { storageTrouble: FULL.has(code) ? 'full' : 'storage' });
}

/** No such file: nothing is wrong with the disk. */
export const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';
