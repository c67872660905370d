import type { RoomConnection } from '#lib/client/room-connection.svelte.ts';
import { includes, type Right } from '#lib/domain/partnership/policy.ts';
import { messages } from '#lib/i18n/messages.svelte.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';

/**
 * Says it, also to those who do not see the page change, when one's right or the lock changes while the
 * text is open. Called while a component is being set up.
 */
export function rightsNews(current: () => RoomConnection | null): void {
  const t = messages();
  const toast = toasts();
  let before: { readonly room: RoomConnection; readonly right: Right; readonly locked: boolean } | null =
    null;

  $effect(() => {
    const room = current();
    if (room === null || room.locked === null) return;
    const { right, locked } = room;
    const last = before?.room === room ? before : null;
    before = { room, right, locked };
    if (last === null) return;
    const mayWrite = includes(right, 'write');
    if (locked && !last.locked)
      toast.show({ kind: 'info', title: t('access.news.locked'), text: t('access.news.locked-text') });
    else if (!locked && last.locked)
      toast.show({
        kind: 'info',
        title: t('access.news.unlocked'),
        ...(mayWrite ? { text: t('access.news.unlocked-text') } : {}),
      });
    else if (mayWrite && !includes(last.right, 'write'))
      toast.show({ kind: 'success', title: t('access.news.raised') });
    else if (!mayWrite && includes(last.right, 'write'))
      toast.show({ kind: 'info', title: t('access.news.lowered') });
  });
}
