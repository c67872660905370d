import type { FeedEntry } from '#lib/domain/home/feed.ts';
import type { TextRef } from '#lib/domain/home/need.ts';
import { formats, messages } from '#lib/i18n/messages.svelte.ts';

/** An entry in the reader's words, around the name of the text that it is about; where it leads. */
export interface FeedWords {
  readonly before: string;
  readonly text: TextRef | null;
  readonly after: string;
  readonly href: string;
  readonly countries: readonly string[];
}

interface Places {
  /** Of the partnership's pages. */
  readonly base: string;
  readonly nameOf: (personId: string) => string;
  readonly countryOf: (personId: string) => string | null;
  readonly organisationOf: (
    id: string | null,
  ) => { readonly name: string; readonly country: string } | undefined;
}

/** Where the text's title stands in the sentence. */
const PLACE = '\u0001';

/** Called while a component is set up. */
export function feedWords(places: () => Places): (entry: FeedEntry) => FeedWords {
  const t = messages();
  const f = formats();

  return (entry) => {
    const { base, nameOf, countryOf, organisationOf } = places();
    const nameOrSomebody = (id: string | null) => (id === null ? t('home.somebody') : nameOf(id));
    const of = (
      sentence: string,
      text: TextRef | null,
      people: readonly (string | null)[] = [],
    ): FeedWords => {
      const [before = '', after = ''] = sentence.split(PLACE);
      const countries = [...new Set(people.flatMap((id) => (id === null ? [] : (countryOf(id) ?? []))))];
      const page = entry.kind === 'created' ? '' : '/history';
      return {
        before,
        text,
        after,
        href: text ? `/d/${text.documentId}${page}` : `${base}/people`,
        countries,
      };
    };
    switch (entry.kind) {
      case 'wrote':
        return of(
          t('home.feed.wrote', { people: f.list(entry.by.map(nameOf)), text: PLACE }),
          entry.text,
          entry.by,
        );
      case 'created':
        return of(
          t('home.feed.created', { count: entry.count, text: PLACE, more: entry.count - 1 }),
          entry.texts[0] ?? null,
        );
      case 'named': {
        const values = { people: nameOrSomebody(entry.by), name: entry.name, text: PLACE };
        return of(t('home.feed.named', values), entry.text, [entry.by]);
      }
      case 'restored':
      case 'locked': {
        const values = { people: nameOrSomebody(entry.by), text: PLACE };
        return of(t(`home.feed.${entry.kind}`, values), entry.text, [entry.by]);
      }
      case 'joined': {
        const organisation = organisationOf(entry.organisationId);
        const people = organisation
          ? t('home.of-organisation', { name: entry.name, organisation: organisation.name })
          : entry.name;
        return {
          ...of(t('home.feed.joined', { people }), null),
          countries: organisation ? [organisation.country] : [],
        };
      }
      case 'roles-changed':
        return of(t('home.feed.roles-changed', { people: nameOrSomebody(entry.by) }), null, [entry.by]);
    }
  };
}
