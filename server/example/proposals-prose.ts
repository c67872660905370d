import type { ContentNode } from '#lib/schema/text/convert.ts';
import { heading, paragraph, table } from './prose.ts';
import type { Proposals } from './read-example.ts';
import { opening, standing, type Words } from './words.ts';

/** D3 as prose: one section per proposal. */
export function proposalsProse(file: Proposals, words: Words): ContentNode {
  const title = (key: string) => words.label('headings', key);
  return {
    type: 'doc',
    content: [
      heading('introduction', 1, title('introduction')),
      ...opening(words, file.introduction),
      heading('proposals', 1, title('proposals')),
      ...file.proposals.flatMap((it) => section(it, words)),
    ],
  };
}

function section(it: Proposals['proposals'][number], words: Words): ContentNode[] {
  const id = it.id.toLowerCase();
  const title = (key: string) => words.label('headings', key);
  const column = (key: string) => words.label('columns', key);
  return [
    heading(id, 2, `${it.id} – ${words.of(it.title)}`),
    ...standing(words, 'proposal', id, it),
    paragraph(`${id}-lever`, words.line(words.label('lines', 'lever'), words.label('lever', it.lever))),
    paragraph(
      `${id}-audience`,
      words.line(words.label('lines', 'audience'), words.list('audience', it.audience)),
    ),
    heading(`${id}-idea`, 3, title('idea')),
    paragraph(`${id}-idea-text`, words.of(it.idea)),
    heading(`${id}-first-step`, 3, title('firstStep')),
    paragraph(`${id}-first-step-text`, words.of(it.firstStep)),
    heading(`${id}-carriers`, 3, title('carrierByCountry')),
    table(
      `${id}-carriers-table`,
      [column('country'), column('ready')],
      it.carrierByCountry.map(({ country, ready }) => [words.country(country), words.label('ready', ready)]),
    ),
    heading(`${id}-risks`, 3, title('risks')),
    paragraph(`${id}-risks-text`, words.of(it.risks)),
  ];
}
