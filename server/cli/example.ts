import { ok } from '#lib/core/result.ts';
import { EXAMPLE_ID, loadExample, wipeExample } from '#server/services/load-example.ts';
import { loadExampleWorkshop } from '#server/services/load-example-workshop.ts';
import { readFormats } from '#server/workshops/read-formats.ts';
import type { Command } from './command.ts';

export const exampleCommand: Command = {
  name: 'example',
  summary: 'Loads the example partnership; loading it twice changes nothing.',
  options: { wipe: { help: 'Removes the example with everything written in it, and its accounts.' } },
  async run({ partnerships, docs, workshops, clock, random }, { wipe }) {
    if (wipe) {
      await wipeExample({ partnerships });
      return ok('The example is gone.');
    }
    const isNew = (await partnerships.partnership(EXAMPLE_ID)) === null;
    const { loaded, documents } = await loadExample({ partnerships, docs, clock });
    if (isNew) await loadExampleWorkshop({ workshops, formats: readFormats(), clock, random });
    return ok(loaded ? `The example is loaded: ${documents} documents.` : 'The example is there already.');
  },
};
