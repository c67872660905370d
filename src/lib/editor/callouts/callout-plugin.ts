import { keydownHandler } from '@tiptap/pm/keymap';
import { Plugin } from '@tiptap/pm/state';
import type { Translate } from '#lib/i18n/catalogue.ts';
import { unwrapCalloutAtStart } from './callout-commands.ts';
import { calloutViewOf, CalloutView } from './callout-view.ts';
import { leaveBox, staysInBox } from './containers.ts';

export const calloutPlugin = (t: Translate): Plugin =>
  new Plugin({
    props: {
      nodeViews: { callout: (node, view, position) => new CalloutView(node, view, position, t) },
      handleKeyDown: keydownHandler({
        Enter: (...given) => leaveBox('callout')(...given) || staysInBox('callout')(...given),
        Backspace: unwrapCalloutAtStart,
      }),
    },
    view: (view) => {
      let writable = view.editable;
      return {
        update: () => {
          if (view.editable === writable) return;
          writable = view.editable;
          for (const element of view.dom.querySelectorAll('aside[data-callout]'))
            calloutViewOf(element)?.refresh();
        },
      };
    },
  });
