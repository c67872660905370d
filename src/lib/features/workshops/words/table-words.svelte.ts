import type { TableView } from '#lib/domain/workshop/running/views.ts';
import { messages } from '#lib/i18n/messages.svelte.ts';
import { inWords } from './in-words.svelte.ts';

/** During a component's initialisation: "Table 4 – its topic". */
export function topicOf(): (table: TableView | undefined, number: number) => string {
  const t = messages();
  const words = inWords();
  return (table, number) => {
    const name = t('seat.table.name', { n: number });
    const topic = table && Object.keys(table.topics).length > 0 ? words(table.topics).text : '';
    return topic ? `${name} – ${topic}` : name;
  };
}
