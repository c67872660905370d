import { limits } from '#lib/core/limits.ts';
import { messages, problemMessages } from '#lib/i18n/messages.svelte.ts';
import type { PicturesOptions } from './pictures.svelte.ts';

/** Why a picture was refused, and what to do. Called while a component is being set up. */
export const pictureProblems = (): ((code: string) => string) =>
  problemMessages('images', {
    megabytes: Math.floor(limits.uploadSizeBytesMax / 1_000_000),
    megapixels: Math.floor(limits.imagePixelsMax / 1_000_000),
  });

/** The words that the editor's own elements show. Called while a component is being set up. */
export function pictureTexts(): PicturesOptions['texts'] {
  const t = messages();
  const sentence = pictureProblems();
  const named = (name: string) => name || t('images.unnamed');
  return {
    picture: t('images.picture'),
    withoutDescription: t('images.picture-without'),
    undescribed: t('images.undescribed'),
    settings: t('images.settings'),
    missing: t('images.missing'),
    unreachable: t('images.unreachable'),
    retry: t('images.retry'),
    cancel: t('images.cancel'),
    discard: t('images.discard'),
    dragWidth: t('images.drag-width'),
    widthNow: (percent) => t('images.width-now', { percent }),
    adding: (name) => t('images.adding', { name: named(name) }),
    checking: (name) => t('images.checking', { name: named(name) }),
    progress: (name) => t('images.progress', { name: named(name) }),
    waiting: (name) => t('images.waiting', { name: named(name) }),
    failed: (name, code) => t('images.failed', { name: named(name), why: sentence(code) }),
  };
}
