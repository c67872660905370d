/**
 * A disk of a few megabytes that a test may fill: a tmpfs that only the programs started through its
 * `launcher` see. It needs no rights (a user namespace gives them), leaves no mount behind (it goes with
 * the process that holds it, which ends with this one), and never touches a disk of the machine.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { temporaryFolder } from './server.ts';

export interface SmallDisk {
  /** Where it is, for the programs of `launcher`; for everybody else this is an empty folder. */
  readonly path: string;
  /** Put before a command and its arguments. */
  readonly launcher: readonly string[];
  /** Takes every byte that is left. */
  fill(): void;
  /** Gives the space back. */
  free(): void;
  remove(): Promise<void>;
}

const SMALL_DISK_NEEDED =
  'A full disk can only be tried on Linux where "unshare --mount" works, as root or with user namespaces (in a container: --cap-add SYS_ADMIN).';

interface Holder {
  readonly process: ChildProcess;
  readonly userNamespace: boolean;
}

/** Throws, in one sentence, where the system gives nobody a disk of their own. */
export async function smallDisk(sizeBytes: number): Promise<SmallDisk> {
  if (process.platform !== 'linux') throw new Error(SMALL_DISK_NEEDED);
  const path = temporaryFolder();
  const holder = (await hold(path, sizeBytes, true)) ?? (await hold(path, sizeBytes, false));
  if (!holder) throw new Error(SMALL_DISK_NEEDED);
  const { pid } = holder.process;
  // The way into the holder's mounts that file calls follow from outside.
  const ballast = join(`/proc/${pid}/root`, path, 'ballast');
  return {
    path,
    launcher: [
      'nsenter',
      ...(holder.userNamespace ? ['--user', '--preserve-credentials'] : []),
      ...['--mount', '--wd', '--target', String(pid), '--'],
    ],
    fill: () => fill(ballast),
    free: () => rmSync(ballast, { force: true }),
    async remove() {
      const ended = once(holder.process, 'close');
      holder.process.stdin?.end();
      await ended;
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** A process that mounts the disk and then waits for the end of its input, which is the end of this process. */
async function hold(path: string, sizeBytes: number, userNamespace: boolean): Promise<Holder | null> {
  const script = 'mount -t tmpfs -o "size=$2" tmpfs "$1" && echo mounted && exec cat';
  const flags = userNamespace ? ['--user', '--map-root-user', '--mount'] : ['--mount'];
  const child = spawn('unshare', [...flags, 'sh', '-c', script, 'sh', path, String(sizeBytes)], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const mounted = await new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', () => resolve(false));
    createInterface(child.stdout).once('line', (line) => resolve(line === 'mounted'));
  });
  return mounted ? { process: child, userNamespace } : null;
}

function fill(ballast: string): void {
  const file = openSync(ballast, 'a', 0o600);
  try {
    for (const size of [1 << 20, 1 << 12]) {
      const bytes = Buffer.alloc(size);
      // The last write of a size may be a part of it.
      while (written(file, bytes) === size);
    }
  } finally {
    closeSync(file);
  }
}

function written(file: number, bytes: Buffer): number {
  try {
    return writeSync(file, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return 0;
    throw error;
  }
}
