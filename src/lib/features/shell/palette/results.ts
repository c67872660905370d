import { matchWords, wordsOf } from '#lib/core/match-words.ts';
import type { Command } from '#lib/ui/page-commands.ts';

export const GROUPS = [
  'recent',
  'texts',
  'page',
  'go',
  'do',
  'people',
  'organisations',
  'activities',
  'concepts',
] as const;
export type GroupName = (typeof GROUPS)[number];

export interface Group {
  readonly name: GroupName;
  readonly commands: readonly Command[];
}

export type Sources = Readonly<Record<Exclude<GroupName, 'recent'>, readonly Command[]>>;

/** What the server found under another name than the one shown: in another language, by an organisation. */
const FOUND_ELSEWHERE = 0.5;
/** Unasked, of all texts together. */
const TEXTS_SHOWN = 6;
const SHOWN_OF_GROUP = 12;

const fromServer = (name: GroupName): boolean =>
  ['texts', 'people', 'organisations', 'activities', 'concepts'].includes(name);

/**
 * What the palette shows for what was typed: without a word the texts that one opened last, those that were
 * changed last, and what can be done; with words only what bears them, the group with the best of it first.
 */
export function groupsFor(
  query: string,
  sources: Sources,
  recent: readonly string[],
  /** What the server found is for these words, not for those before them. */
  isAnswered = true,
): readonly Group[] {
  const words = wordsOf(query);
  if (words.length === 0) {
    const opened = byRecent(sources.texts, recent).filter((it) => recent.includes(it.id));
    const others = sources.texts.filter((it) => !recent.includes(it.id));
    const groups = {
      recent: opened.slice(0, TEXTS_SHOWN),
      texts: others.slice(0, Math.max(0, TEXTS_SHOWN - opened.length)),
      page: asked(sources.page),
      go: asked(sources.go),
      do: asked(sources.do),
    };
    return (['recent', 'texts', 'page', 'go', 'do'] as const)
      .map((name) => ({ name, commands: groups[name] }))
      .filter(({ commands }) => commands.length > 0);
  }
  return GROUPS.flatMap((name) => {
    if (name === 'recent') return [];
    const all = name === 'texts' ? byRecent(sources.texts, recent) : sources[name];
    const ranked = all
      .map((command) => ({
        command,
        rank: rankOf(command, words) || (isAnswered && fromServer(name) ? FOUND_ELSEWHERE : 0),
      }))
      .filter(({ rank }) => rank > 0)
      .sort((a, b) => b.rank - a.rank)
      .slice(0, SHOWN_OF_GROUP);
    const best = ranked[0]?.rank;
    return best === undefined ? [] : [{ name, commands: ranked.map(({ command }) => command), best }];
  })
    .sort((a, b) => b.best - a.best)
    .map(({ name, commands }) => ({ name, commands }));
}

const asked = (commands: readonly Command[]) => commands.filter((it) => it.unasked !== false);

const rankOf = ({ label, words = '', detail = '' }: Command, typed: readonly string[]): number =>
  matchWords(typed, [label, words, detail]);

/** The rest keeps its order. */
function byRecent(texts: readonly Command[], recent: readonly string[]): readonly Command[] {
  const place = (it: Command): number => {
    const at = recent.indexOf(it.id);
    return at === -1 ? recent.length : at;
  };
  return [...texts].sort((a, b) => place(a) - place(b));
}
