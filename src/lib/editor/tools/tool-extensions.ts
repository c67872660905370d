import { Extension, type Extensions } from '@tiptap/core';
import { pastePlugin, type PasteOptions } from '../paste/plugin.ts';
import { tableExtension } from '../tables/table-extension.ts';
import { typographyPlugin, type TypographyOptions } from '../typography/plugin.ts';
import { Highlights } from './highlights.ts';

/** Where the found words are, and the one block that focus mode leaves bright. */
export const foundWords = new Highlights('foundWords');
export const brightBlock = new Highlights('brightBlock');

/** What the tools need inside the editor from the first key press on; the rest is loaded when it is used. */
export const toolExtensions = (options: TypographyOptions & PasteOptions): Extensions => [
  tableExtension,
  Extension.create({
    name: 'tools',
    // Before the text's own rules: a dash is a dash before it is anything else.
    priority: 250,
    addProseMirrorPlugins: () => [
      foundWords.plugin,
      brightBlock.plugin,
      typographyPlugin(options),
      pastePlugin(options),
    ],
  }),
];
