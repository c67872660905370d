/**
 * Where everybody is in the text: one's own place is told to the others, theirs are drawn.
 * In a hall of 200 what costs is how often and how many: one's place is told only when it is another one,
 * others' are drawn once a frame, and only those near the window. What the wire carries is as every Yjs
 * editor has it: `cursor: { anchor, head }`, relative positions.
 */
import { Extension } from '@tiptap/core';
import type { Awareness } from 'y-protocols/awareness';
import { otherCarets } from './other-carets.ts';
import { ownCaret } from './own-caret.ts';

/** `unnamed`: what somebody is called whose program does not say. */
export const carets = (awareness: Awareness, unnamed: string) =>
  Extension.create({
    name: 'carets',
    addProseMirrorPlugins: () => [ownCaret(awareness), otherCarets(awareness, unnamed)],
  });
