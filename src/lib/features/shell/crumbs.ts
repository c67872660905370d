import type { ProseKind } from '#lib/domain/deliverable/work.ts';
import type { MessageKey } from '#lib/i18n/areas.ts';
import { HOME, sectionHref, sectionOf } from './sections.ts';

/** One step of the way to a page. The last one is the page itself. */
export interface Crumb {
  readonly label: string;
  readonly href?: string;
  readonly lang?: string;
  /** How a phone, which shows only the step back, calls it. */
  readonly back?: string;
}

/** Where somebody is, as the pages' own data say it. */
export interface Place {
  readonly routeId: string | null;
  readonly partnership: { readonly id: string; readonly title: { text: string; lang: string } } | null;
  readonly document: { readonly id: string; readonly title: string; readonly lang: string } | null;
  /** Short name of the text: its deliverable's code, or what kind of text it is. */
  readonly shortName: string | null;
  /** What kind of text it is; `null`: no text, or not known. */
  readonly kind: ProseKind | null;
}

/** Pages of a person, in no partnership in particular. */
const own: Readonly<Record<string, MessageKey>> = {
  '/account': 'pages.your-account',
  '/offline': 'offline.title',
  '/new': 'pages.home.create',
};

/** Pages below a text. */
const ofDocument: Readonly<Record<string, MessageKey>> = { '/d/[document]/history': 'documents.history' };

/** The way from the partnership down to the page; empty where there is none to show. */
export function crumbsOf(place: Place, t: (key: MessageKey) => string): readonly Crumb[] {
  const { routeId, partnership, document, shortName, kind } = place;
  const page = routeId ? own[routeId] : undefined;
  if (page) return [{ label: t('pages.home.title'), href: '/' }, { label: t(page) }];
  const section = sectionOf(routeId, kind);
  if (!partnership || !section) return [];
  const crumbs: Crumb[] = [
    {
      label: partnership.title.text,
      lang: partnership.title.lang,
      href: sectionHref(partnership.id, HOME),
      back: t(HOME.label),
    },
  ];
  if (section === HOME) return crumbs;
  crumbs.push({ label: t(section.label), href: sectionHref(partnership.id, section) });
  if (!document) return crumbs;
  const below = routeId ? ofDocument[routeId] : undefined;
  // The title itself is the page's heading, right below: a short name says where one is.
  if (!below) return [...crumbs, { label: shortName ?? document.title }];
  return [
    ...crumbs,
    { label: document.title, lang: document.lang, href: `/d/${document.id}` },
    { label: t(below) },
  ];
}
