import type { RightReason } from '#lib/domain/partnership/policy.ts';
import type { Formats } from '#lib/i18n/formats.ts';
import type { Translate } from '#lib/i18n/catalogue.ts';

/** Where a role holds, seen from one text. */
export function scopeWords(t: Translate, f: Formats, { scope }: RightReason, workId: string): string {
  switch (scope.kind) {
    case 'all':
      return t('access.scope.all');
    case 'country':
      return t('access.scope.country', { country: f.countryName(scope.country) });
    case 'language':
      return t('access.scope.language', { language: f.languageName(scope.language) });
    case 'work':
      return t(scope.workId === workId ? 'access.scope.work' : 'access.scope.other-work');
  }
}

/** The role that brings a right, with its scope. */
export const roleWords = (t: Translate, f: Formats, reason: RightReason, workId: string): string =>
  t('access.reason', {
    role: t(`partnership.role.${reason.role}`),
    scope: scopeWords(t, f, reason, workId),
  });
