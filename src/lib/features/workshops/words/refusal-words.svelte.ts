import { limits } from '#lib/core/limits.ts';
import type { MessageKey } from '#lib/i18n/areas.ts';
import { hasMessageOf, messages, problemMessages } from '#lib/i18n/messages.svelte.ts';

/** During a component's initialisation: why something was refused, as a sentence. */
export function refusalWords(): (code: string, about?: string | number) => string {
  const t = messages();
  const has = hasMessageOf();
  const general = problemMessages();
  return (code, about) => {
    const key = `seat.refused.${code}`;
    if (!has(key)) return general(code);
    return t(key as MessageKey, { n: typeof about === 'number' ? about : limits.workshopPeopleMax });
  };
}
