/** Files by name: exports now, uploads later. Contract: tests/contracts/blob-store.ts. */
export interface BlobStore {
  /** Whole or not at all: a reader never sees a half-written file. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  get(name: string): Promise<Uint8Array | null>;
  remove(name: string): Promise<void>;
  /** The names that begin so, in no order. */
  names(prefix: string): Promise<readonly string[]>;
}
