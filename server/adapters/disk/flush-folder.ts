import { open } from 'node:fs/promises';

/** Without this a new or renamed file may be gone after a power cut. */
export async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // Windows opens no folders, and its file system needs none of this.
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
