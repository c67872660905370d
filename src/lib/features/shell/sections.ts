import BookText from '@lucide/svelte/icons/book-text';
import Handshake from '@lucide/svelte/icons/handshake';
import BookA from '@lucide/svelte/icons/book-a';
import CalendarDays from '@lucide/svelte/icons/calendar-days';
import Binoculars from '@lucide/svelte/icons/binoculars';
import House from '@lucide/svelte/icons/house';
import PackageCheck from '@lucide/svelte/icons/package-check';
import Presentation from '@lucide/svelte/icons/presentation';
import Users from '@lucide/svelte/icons/users';
import { isEvidenceKind, type ProseKind } from '#lib/domain/deliverable/work.ts';
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
  /** Of the texts below its routes only those; another section has the others. */
  readonly holds?: (kind: ProseKind) => boolean;
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
    key: 'evidence',
    label: 'pages.nav.evidence',
    icon: Binoculars,
    path: '/evidence',
    routes: ['/p/[partnership]/evidence', '/d/[document]'],
    holds: isEvidenceKind,
  },
  {
    key: 'activities',
    label: 'pages.nav.activities',
    icon: CalendarDays,
    path: '/activities',
    routes: ['/p/[partnership]/activities'],
  },
  {
    key: 'workshops',
    label: 'pages.nav.workshops',
    icon: Presentation,
    path: '/workshops',
    routes: ['/p/[partnership]/workshops', '/w/[workshop]'],
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
  {
    key: 'publications',
    label: 'pages.nav.publications',
    icon: PackageCheck,
    path: '/publications',
    routes: ['/p/[partnership]/publications'],
  },
];

export const sectionHref = (partnershipId: string, section: Section): string =>
  `/p/${partnershipId}${section.path}`;

/**
 * The section in which a page lies: the one whose route is the longest beginning of the page's. A text lies
 * in the one that holds texts of its kind.
 */
export function sectionOf(routeId: string | null, kind: ProseKind | null = null): Section | null {
  let found: Section | null = null;
  let longest = 0;
  for (const section of sections)
    for (const route of section.routes) {
      if (!isWithin(routeId, route)) continue;
      const holds = kind !== null && section.holds?.(kind) === true;
      if (route.length < longest || (route.length === longest && !holds)) continue;
      found = section;
      longest = route.length;
    }
  return found;
}

const isWithin = (routeId: string | null, route: string): boolean =>
  routeId === route || (routeId?.startsWith(`${route}/`) ?? false);
