/** What the command palette offers on the page of a text. Loaded when the palette asks. */
import BookOpen from '@lucide/svelte/icons/book-open';
import Download from '@lucide/svelte/icons/download';
import Focus from '@lucide/svelte/icons/focus';
import Hash from '@lucide/svelte/icons/hash';
import History from '@lucide/svelte/icons/history';
import Replace from '@lucide/svelte/icons/replace';
import Search from '@lucide/svelte/icons/search';
import UserPen from '@lucide/svelte/icons/user-pen';
import UsersRound from '@lucide/svelte/icons/users-round';
import type { TextEditor } from '#lib/editor/text-editor.svelte.ts';
import type { Translate } from '#lib/i18n/catalogue.ts';
import type { OutlineEntry } from '#lib/schema/text/sections.ts';
import type { Command } from '#lib/ui/page-commands.ts';

/** The open text, and what its page does. */
export interface TextActs {
  readonly text: TextEditor | null;
  readonly outline: readonly OutlineEntry[];
  readonly documentId: string;
  readonly startExport: (format: string) => void;
  readonly showAccess: () => void;
  readonly showAuthors: () => void;
}

const FORMATS = ['pdf', 'docx', 'html', 'md'] as const;

export function textCommands(t: Translate, acts: TextActs): readonly Command[] {
  const { text } = acts;
  return [
    ...(text ? inTheText(t, text) : []),
    ...FORMATS.map((format) => ({
      id: `export-${format}`,
      label: t('shell.do.export', { format: t(`exports.format.${format}`) }),
      words: format,
      icon: Download,
      run: () => acts.startExport(format),
    })),
    {
      id: 'history',
      label: t('documents.history'),
      icon: History,
      href: `/d/${encodeURIComponent(acts.documentId)}/history`,
    },
    { id: 'access', label: t('access.title'), icon: UsersRound, run: acts.showAccess },
    ...(text
      ? [{ id: 'authors', label: t('documents.who-wrote'), icon: UserPen, run: acts.showAuthors }]
      : []),
    ...acts.outline.map(({ id, text: title }) => ({
      id: `heading-${id}`,
      label: t('shell.words.heading', { title }),
      icon: Hash,
      unasked: false as const,
      run: () => text?.goTo(id),
    })),
  ];
}

function inTheText(t: Translate, text: TextEditor): Command[] {
  const { tools } = text;
  const look = (mode: 'focus' | 'read') => () => {
    tools.mode = tools.mode === mode ? 'write' : mode;
    tools.announcement = t(`tools.mode.${tools.mode}-on`);
  };
  return [
    {
      id: 'find',
      label: t('tools.find.label'),
      icon: Search,
      keys: 'Mod+F',
      run: () => (tools.panel = 'find'),
    },
    ...(text.writable
      ? [
          {
            id: 'replace',
            label: t('tools.find.open-replace'),
            icon: Replace,
            run: () => (tools.panel = 'replace'),
          },
          { id: 'focus', label: t('tools.mode.focus'), icon: Focus, run: look('focus') },
        ]
      : []),
    { id: 'read', label: t('tools.mode.read'), icon: BookOpen, keys: 'F9', run: look('read') },
  ];
}
