import { assert } from '#lib/core/assert.ts';
import type { Clock } from '#lib/core/clock.ts';
import type { Random } from '#lib/core/random.ts';
import { limits } from '#lib/core/limits.ts';
import type { Format } from '#lib/domain/workshop/format.ts';
import { EXAMPLE_ID } from '#server/example/example-partnership.ts';
import { playExampleWorkshop } from '#server/example/example-workshop.ts';
import { readExampleWorkshop } from '#server/example/read-example.ts';
import type { WorkshopStore } from '#server/ports/workshop-store.ts';
import { newJoinSecrets } from './workshops/create-workshop.ts';

export interface LoadExampleWorkshopDependencies {
  readonly workshops: WorkshopStore;
  readonly formats: readonly Format[];
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * The example's running workshop: it comes with the partnership, and not again when people have removed it.
 * Nothing happens when it is there.
 */
export async function loadExampleWorkshop(deps: LoadExampleWorkshopDependencies): Promise<void> {
  const { workshops, formats, clock, random } = deps;
  const file = readExampleWorkshop();
  if (await workshops.workshop(file.id)) return;
  const format = formats.find(({ id }) => id === file.format);
  assert(format, `the example’s workshop needs the format ${file.format}`);
  const nowMs = clock.nowMs();
  const { people, log } = playExampleWorkshop(file, format, nowMs);
  await workshops.add({
    id: file.id,
    partnershipId: EXAMPLE_ID,
    itemId: null,
    titles: file.titles,
    questions: file.questions,
    languages: file.languages,
    format,
    phase: 'preparing',
    join: {
      ...newJoinSecrets(random),
      isOpen: true,
      hasLobby: false,
      peopleMax: limits.workshopPeopleMax,
    },
    createdAtMs: log[0]?.atMs ?? nowMs,
    createdBy: null,
    revision: 1,
    isScripted: true,
  });
  for (const person of people) await workshops.addParticipant(person, null);
  const isWritten = await workshops.append(file.id, log, 'open');
  assert(isWritten, 'a workshop that was just made has no log');
}
