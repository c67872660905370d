import type { StorageFailure } from './messages.ts';

/** SQLite's primary result codes, https://sqlite.org/rescode.html. */
const PRIMARY = { readonly: 8, ioerr: 10, corrupt: 11, full: 13, cantopen: 14, notadb: 26, busy: 5 } as const;
/** The shared-memory file could not grow: on a full disk SQLite says this instead of `full`. */
const IOERR_SHMSIZE = 4874;

export const errcodeOf = (error: unknown): number | null =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : null;

const is = (error: unknown, ...names: (keyof typeof PRIMARY)[]): boolean => {
  const errcode = errcodeOf(error);
  return errcode !== null && names.some((name) => PRIMARY[name] === (errcode & 0xff));
};

export const isBusy = (error: unknown): boolean => is(error, 'busy');
export const isNotADatabase = (error: unknown): boolean => is(error, 'notadb', 'corrupt');
export const isFull = (error: unknown): boolean => is(error, 'full') || errcodeOf(error) === IOERR_SHMSIZE;
export const isDiskTrouble = (error: unknown): boolean =>
  is(error, 'full', 'ioerr', 'readonly', 'corrupt', 'cantopen', 'notadb');

export const describe = (
  error: unknown,
): { readonly reason: 'full' | 'storage'; readonly detail: string } => ({
  reason: isFull(error) ? 'full' : 'storage',
  detail: failureOf(error).message,
});

export const failureOf = (error: unknown): StorageFailure => ({
  message: error instanceof Error ? error.message : String(error),
  errcode: errcodeOf(error),
});
