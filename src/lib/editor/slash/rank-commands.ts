import type { EditorCommand } from '../commands/editor-command.ts';
import { fold } from '#lib/core/fold.ts';

/**
 * The commands that a query means, best first: by their name in the reader's language, then by their
 * English name and synonyms; words that begin so before words that contain it.
 */
export function rankCommands(
  commands: readonly EditorCommand[],
  query: string,
  nameOf: (command: EditorCommand) => string,
): readonly EditorCommand[] {
  const sought = fold(query.trim());
  if (sought === '') return commands;
  return commands
    .map((command) => ({ command, rank: rankOf(fold(nameOf(command)), fold(command.words), sought) }))
    .filter(({ rank }) => rank < NOT_FOUND)
    .sort((a, b) => a.rank - b.rank)
    .map(({ command }) => command);
}

const NOT_FOUND = 5;

function rankOf(name: string, words: string, sought: string): number {
  if (name.startsWith(sought)) return 0;
  if (` ${name}`.includes(` ${sought}`)) return 1;
  if (words.startsWith(sought)) return 2;
  if (` ${words}`.includes(` ${sought}`)) return 3;
  return sought.length > 1 && name.includes(sought) ? 4 : NOT_FOUND;
}
