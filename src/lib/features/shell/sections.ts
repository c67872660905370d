import BookText from '@lucide/svelte/icons/book-text';
import Handshake from '@lucide/svelte/icons/handshake';
import BookA from '@lucide/svelte/icons/book-a';
import CalendarDays from '@lucide/svelte/icons/calendar-days';
import House from '@lucide/svelte/icons/house';
import PackageCheck from '@lucide/svelte/icons/package-check';
import Users from '@lucide/svelte/icons/users';
import type { MessageKey } from '#lib/i18n/areas.ts';
import type { Icon } from '#lib/ui/icon.ts';

/**
 * The sections of a partnership, in the order in which they are shown: navigation, breadcrumbs and the
 * command palette read this table, so that a new section is one line. Only what exists stands here.
 */
export interface Section {
  readonly key: string;
  readonly label: MessageKey;
  readonly icon: Icon;
  /** After `/p/{id}`. */
  readonly path: string;
  /** Routes that belong to it, with all that lies below them; the first one is its own page. */
  readonly routes: readonly [string, ...string[]];
}

export const HOME: Section = {
  key: 'home',
  label: 'pages.nav.home',
  icon: House,
  path: '',
  routes: ['/p/[partnership]'],
};

export const sections: readonly Section[] = [
  HOME,
  {
    key: 'deliverables',
    label: 'pages.nav.deliverables',
    icon: BookText,
    path: '/deliverables',
    routes: ['/p/[partnership]/deliverables', '/d/[document]'],
  },
  {
    key: 'publications',
    label: 'pages.nav.publications',
    icon: PackageCheck,
    path: '/publications',
    routes: ['/p/[partnership]/publications'],
  },
  {
    key: 'activities',
    label: 'pages.nav.activities',
    icon: CalendarDays,
    path: '/activities',
    routes: ['/p/[partnership]/activities'],
  },
  {
    key: 'partners',
    label: 'pages.nav.partners',
    icon: Handshake,
    path: '/partners',
    routes: ['/p/[partnership]/partners'],
  },
  {
    key: 'people',
    label: 'pages.nav.people',
    icon: Users,
    path: '/people',
    routes: ['/p/[partnership]/people'],
  },
  {
    key: 'glossary',
    label: 'pages.nav.glossary',
    icon: BookA,
    path: '/glossary',
    routes: ['/p/[partnership]/glossary'],
  },
];

export const sectionHref = (partnershipId: string, section: Section): string =>
  `/p/${partnershipId}${section.path}`;

/** The section in which a page lies: the one whose route is the longest beginning of the page's. */
export function sectionOf(routeId: string | null): Section | null {
  let found: { section: Section; length: number } | null = null;
  for (const section of sections)
    for (const route of section.routes)
      if (isWithin(routeId, route) && route.length > (found?.length ?? 0))
        found = { section, length: route.length };
  return found?.section ?? null;
}

const isWithin = (routeId: string | null, route: string): boolean =>
  routeId === route || (routeId?.startsWith(`${route}/`) ?? false);
