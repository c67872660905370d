/**
 * What a store throws when its disk is full or sick: nothing of what was asked has been written, and the
 * same may succeed later. It is expected, though not by each caller: http and the commands put it in words.
 */
export interface StorageTrouble extends Error {
  readonly storageTrouble: 'full' | 'storage';
}

export const isStorageTrouble = (error: unknown): error is StorageTrouble =>
  error instanceof Error && 'storageTrouble' in error && typeof error.storageTrouble === 'string';
