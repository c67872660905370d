import BookOpenText from '@lucide/svelte/icons/book-open-text';
import Info from '@lucide/svelte/icons/info';
import Lightbulb from '@lucide/svelte/icons/lightbulb';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import { wrapIn } from '@tiptap/pm/commands';
import type { Command } from '@tiptap/pm/state';
import { CALLOUT_KINDS } from '#lib/schema/text/values.ts';
import { doing, type EditorCommand } from '../commands/editor-command.ts';
import { around, isAtStartOf, unwrap } from './containers.ts';

export type CalloutKind = (typeof CALLOUT_KINDS)[number];

/** A sign and a word for each kind: colour alone says nothing to many readers. */
export const calloutIcons = {
  note: Info,
  tip: Lightbulb,
  warning: TriangleAlert,
  example: BookOpenText,
} as const;

export const isCalloutKind = (value: unknown): value is CalloutKind =>
  (CALLOUT_KINDS as readonly unknown[]).includes(value);

/** Puts the selected blocks into a callout, or gives the one at hand another kind. */
export const setCallout =
  (kind: CalloutKind): Command =>
  (state, dispatch) => {
    const { callout } = state.schema.nodes;
    const box = around(state, 'callout');
    if (!callout || box?.node.attrs.kind === kind) return false;
    if (!box) return wrapIn(callout, { kind })(state, dispatch);
    dispatch?.(state.tr.setNodeAttribute(box.at, 'kind', kind));
    return true;
  };

export const removeCallout: Command = unwrap('callout');

export const unwrapCalloutAtStart: Command = (state, dispatch) =>
  isAtStartOf(state, 'callout') && unwrap('callout')(state, dispatch);

const words: Readonly<Record<CalloutKind, string>> = {
  note: 'callout note box info remark aside',
  tip: 'callout tip box advice hint',
  warning: 'callout warning caution box attention',
  example: 'callout example box case',
};

export const calloutCommands: readonly EditorCommand[] = [
  ...CALLOUT_KINDS.map((kind): EditorCommand => ({
    id: `callout-${kind}`,
    group: 'blocks',
    places: ['slash', 'insert'],
    label: `blocks.callout.insert-${kind}`,
    words: words[kind],
    icon: calloutIcons[kind],
    ...doing(setCallout(kind)),
  })),
];
