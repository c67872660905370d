import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Without this a new or renamed file may be gone after a power cut. */
export function flushFolder(folder: string): void {
  if (process.platform === 'win32') return; // Windows opens no folders, and its file system needs none of this.
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
