import type { Need, TextRef } from '#lib/domain/home/need.ts';
import { phraseValues } from '#lib/domain/partnership/explanation.ts';
import { formats, messages } from '#lib/i18n/messages.svelte.ts';

/** A need in the reader's words: what, why, and the link that does it. */
export interface NeedWords {
  readonly title: string;
  readonly why: string;
  readonly href: string;
  readonly go: string;
  /** Single texts to choose from, where the link leads to one of several. */
  readonly texts: readonly TextRef[];
}

interface Places {
  /** Of the partnership's pages. */
  readonly base: string;
  readonly nameOf: (personId: string) => string;
  readonly nowMs: number;
}

type RuleTitle = `partnership.rule.r${1 | 2 | 3 | 4 | 5 | 6}`;

/** Called while a component is set up. */
export function needWords(places: () => Places): (need: Need) => NeedWords {
  const t = messages();
  const f = formats();
  const names = ({ names, count }: { names: readonly string[]; count: number }) =>
    count > names.length
      ? t('home.needs.and-more', { names: names.join(', '), more: count - names.length })
      : f.list(names);
  const ago = (atMs: number) => f.ago(atMs, places().nowMs);

  return (need) => {
    const { base, nameOf } = places();
    const people = { href: `${base}/people`, go: t('home.go.people'), texts: [] };
    const partners = { href: `${base}/partners`, go: t('home.go.partners'), texts: [] };
    const toBegin = ({ documentId }: TextRef, language: string) => ({
      href: `${base}/deliverables?begin=${documentId}&language=${language}`,
      go: t('home.go.begin'),
    });
    const toText = ({ documentId }: TextRef) => ({
      href: `/d/${documentId}`,
      go: t('home.go.text'),
      texts: [],
    });
    switch (need.kind) {
      case 'invitations-expired':
      case 'invitations-expiring':
        return {
          title: t(`home.need.${need.kind}`, { count: need.count }),
          why:
            need.kind === 'invitations-expired'
              ? t('home.need.invitations-expired-why', { names: names(need) })
              : t('home.need.invitations-expiring-why', { names: names(need), when: f.date(need.atMs) }),
          ...people,
          go: t('home.go.invitations'),
        };
      case 'people-roleless':
      case 'people-unplaced':
      case 'organisations-unconfirmed':
        return {
          title: t(`home.need.${need.kind}`, { count: need.count }),
          why: t(`home.need.${need.kind}-why`, { names: names(need) }),
          ...(need.kind === 'organisations-unconfirmed' ? partners : people),
        };
      case 'rule':
        return {
          title: t(`partnership.rule.${need.rule.toLowerCase()}` as RuleTitle),
          why: t(need.explanation.key, phraseValues(need.explanation, f, Date.parse)),
          ...partners,
        };
      case 'country':
        return {
          title: f.countryName(need.country),
          why: t(need.explanation.key, phraseValues(need.explanation, f, Date.parse)),
          ...partners,
        };
      case 'versions-behind':
      case 'versions-empty':
      case 'versions-missing': {
        const [first] = need.texts;
        const single = need.count === 1 && first !== undefined;
        return {
          title: t(`home.need.${need.kind}`, { count: need.count, language: f.languageName(need.language) }),
          why:
            need.kind === 'versions-behind'
              ? t('home.need.versions-behind-why', { days: need.days })
              : t(`home.need.${need.kind}-why`),
          ...(!single
            ? { href: `${base}/deliverables`, go: t('home.go.deliverables') }
            : need.kind === 'versions-missing'
              ? toBegin(first, need.language)
              : toText(first)),
          texts: need.texts,
        };
      }
      case 'text-changed':
        return {
          title: t('home.need.text-changed', { text: need.text.title }),
          why: t('home.need.text-changed-why', { people: f.list(need.by.map(nameOf)), when: ago(need.atMs) }),
          href: `/d/${need.text.documentId}/history`,
          go: t('home.go.changes'),
          texts: [],
        };
      case 'text-locked':
        return {
          title: t('home.need.text-locked', { text: need.text.title }),
          why: t('home.need.text-locked-why', { by: need.by === null ? 'nobody' : nameOf(need.by) }).trim(),
          ...toText(need.text),
        };
      case 'own-draft':
        return {
          title: t('home.need.own-draft', { text: need.text.title }),
          why: t('home.need.own-draft-why', { when: ago(need.atMs) }),
          ...toText(need.text),
        };
      case 'to-read':
        return {
          title: t('home.need.to-read', { text: need.text.title }),
          why: t('home.need.to-read-why', { version: need.version, when: ago(need.atMs) }),
          ...toText(need.text),
        };
    }
  };
}
