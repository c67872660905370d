import { ok } from '#lib/core/result.ts';
import { loadExample, wipeExample } from '#server/services/load-example.ts';
import type { Command } from './command.ts';

export const exampleCommand: Command = {
  name: 'example',
  summary: 'Loads the example partnership; loading it twice changes nothing.',
  options: { wipe: { help: 'Removes the example with everything written in it, and its accounts.' } },
  async run({ partnerships, docs, clock }, { wipe }) {
    if (wipe) {
      await wipeExample({ partnerships });
      return ok('The example is gone.');
    }
    const { loaded, documents } = await loadExample({ partnerships, docs, clock });
    return ok(loaded ? `The example is loaded: ${documents} documents.` : 'The example is there already.');
  },
};
