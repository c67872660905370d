import type { EditorState } from '@tiptap/pm/state';
import { calloutCommands } from '../callouts/callout-commands.ts';
import { detailsCommands } from '../details/details-commands.ts';
import { moveCommands } from '../drag/move-commands.ts';
import { footnoteCommands } from '../footnotes/footnote-commands.ts';
import { referenceCommands } from '../links/reference-commands.ts';
import type { CommandPlace, EditorCommand } from './editor-command.ts';
import { textCommands } from './text-commands.ts';

/**
 * Everything that can be done to a text, once: the slash menu, the toolbar's menu of things to
 * insert and the list of shortcuts are read off it. A part of the editor adds its own list here.
 *
 * Invariant: a command says itself whether it applies; no menu knows what a command does.
 */
export const editorCommands: readonly EditorCommand[] = [
  ...textCommands,
  ...calloutCommands,
  ...detailsCommands,
  ...footnoteCommands,
  ...referenceCommands,
  ...moveCommands,
];

/** What a place offers here, in the order of the registry. */
export const commandsFor = (place: CommandPlace, state: EditorState): readonly EditorCommand[] =>
  editorCommands.filter((command) => command.places.includes(place) && command.applies(state));
