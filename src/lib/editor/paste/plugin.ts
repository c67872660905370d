import { Plugin } from '@tiptap/pm/state';

/**
 * paste/ turns what other programs put on the clipboard into what a text of ours can hold.
 * The cleaning (clean.ts) is loaded with the first paste that needs it: what it holds about other
 * programs is of no use before. What this program copied itself is left as it is.
 */
export interface PasteOptions {
  /** Of the document. */
  readonly language: string;
  /** Pictures that came with the text and cannot: they are addresses of elsewhere. */
  readonly onPicturesLeftOut: (count: number) => void;
}

type Clean = typeof import('./clean.ts').cleanHtml;

/** Written by ProseMirror into what it copies. */
const isOwn = (html: string): boolean => html.includes('data-pm-slice');

export function pastePlugin(options: PasteOptions): Plugin {
  let clean: Clean | undefined;
  return new Plugin({
    props: {
      transformPastedHTML: (html) => {
        if (!clean || isOwn(html)) return html;
        const { html: cleaned, pictures } = clean(html, options.language);
        if (pictures > 0) options.onPicturesLeftOut(pictures);
        return cleaned;
      },
      handlePaste: (view, event) => {
        const html = event.clipboardData?.getData('text/html') ?? '';
        // Code takes words only, which the view knows how to do.
        const isCode = view.state.selection.$from.parent.type.spec.code === true;
        if (clean || html === '' || isOwn(html) || isCode) return false;
        // The clipboard is empty again once this event is over.
        const copy = copyOf(event, html);
        import('./clean.ts')
          .then((module) => {
            clean = module.cleanHtml;
            if (!view.isDestroyed) view.pasteHTML(html, copy);
          })
          // Without what cleans, the words alone: nothing that was pasted is lost.
          .catch(
            () => !view.isDestroyed && view.pasteText(copy.clipboardData?.getData('text/plain') ?? '', copy),
          );
        return true;
      },
    },
  });
}

function copyOf(event: ClipboardEvent, html: string): ClipboardEvent {
  const data = new DataTransfer();
  data.setData('text/html', html);
  data.setData('text/plain', event.clipboardData?.getData('text/plain') ?? '');
  return new ClipboardEvent('paste', { clipboardData: data });
}
