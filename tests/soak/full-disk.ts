/** `npm run soak -- full-disk`: a disk that fills while people write, again and again; never a false "saved". */
import { FULL_DISK_SIZE_BYTES, fullDiskRun } from '../support/full-disk-run.ts';
import { smallDisk } from '../support/small-disk.ts';
import type { Figures } from '../support/figures.ts';
import type { SoakOptions } from './options.ts';

const FILLS = { small: 5, full: 200 };

export async function run({ size, seed }: SoakOptions): Promise<Figures> {
  // What is written between the fills stays: the longer run needs the larger disk.
  const disk = await smallDisk(FULL_DISK_SIZE_BYTES * (size === 'full' ? 4 : 1));
  const progress = (line: string) => process.stdout.write(`${line}\n`);
  try {
    const result = await fullDiskRun(disk, { seed, fills: FILLS[size], progress });
    const faults = [...result.lost, ...result.troubles];
    for (const what of faults.slice(0, 20)) progress(what);
    const recovery = result.recoveryMs.toSorted((a, b) => a - b);
    return {
      name: 'full-disk',
      ok: faults.length === 0 && result.acknowledged === result.edits,
      seed,
      fills: result.fills,
      kills: result.kills,
      edits: result.edits,
      acknowledged: result.acknowledged,
      lost: result.lost.length,
      troubles: result.troubles.length,
      verified: result.verified.split('\n').at(-1) ?? '',
      recoveryMsMedian: Math.round(recovery[Math.floor(recovery.length / 2)] ?? 0),
      recoveryMsMax: Math.round(recovery.at(-1) ?? 0),
    };
  } finally {
    await disk.remove();
  }
}
