const FULL = new Set(['ENOSPC', 'EDQUOT']);
const SICK = new Set(['EIO', 'EROFS']);

/** The same error, marked when it is the disk's (ports/storage-trouble.ts). */
export function troubleOf(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!FULL.has(code) && !SICK.has(code)) return error;
  return Object.assign(error as Error, { storageTrouble: FULL.has(code) ? 'full' : 'storage' });
}
