import { expect, test } from 'vitest';
import { routeAccess } from '#lib/domain/access/routes.ts';
import { crumbsOf, type Place } from './crumbs.ts';
import { sectionHref, sectionOf, sections } from './sections.ts';

const nowhere: Place = { routeId: null, partnership: null, document: null, shortName: null, kind: null };
const partnership = { id: 'p', title: { text: 'Les métiers', lang: 'fr' } };
const document = { id: 'd', title: 'Typologie', lang: 'fr' };
const way = (place: Partial<Place>) =>
  crumbsOf({ ...nowhere, ...place }, (key) => key).map(({ label, href }) =>
    href ? `${label} ${href}` : label,
  );

test('no section leads to a page that does not exist, and each is the current one on its own page', () => {
  for (const section of sections) {
    const [own] = section.routes;
    expect(own).toBe(sectionHref('[partnership]', section));
    for (const route of section.routes) {
      expect(routeAccess[route]?.GET, route).toBeDefined();
      if (route === own) expect(sectionOf(route)).toBe(section);
    }
  }
});

test('a page lies in the section that is nearest to it', () => {
  expect(sectionOf('/d/[document]/history')?.key).toBe('deliverables');
  expect(sectionOf('/p/[partnership]/something-new')?.key).toBe('home');
  expect(sectionOf('/d/[document]', 'typology')?.key).toBe('deliverables');
  expect(sectionOf('/d/[document]/history', 'trend')?.key).toBe('evidence');
  expect(sectionOf('/p/[partnership]/deliverables', 'trend')?.key).toBe('deliverables');
  expect(sectionOf('/sign-in')).toBeNull();
  expect(sectionOf('/p/[partnership]-other')).toBeNull();
});

test('the way goes from the partnership to the page', () => {
  expect(way({ routeId: '/p/[partnership]', partnership })).toEqual(['Les métiers /p/p']);
  const inText = { partnership, document, shortName: 'D1' };
  expect(way({ routeId: '/d/[document]', ...inText })).toEqual([
    'Les métiers /p/p',
    'pages.nav.deliverables /p/p/deliverables',
    'D1',
  ]);
  expect(way({ routeId: '/d/[document]/history', ...inText })).toEqual([
    'Les métiers /p/p',
    'pages.nav.deliverables /p/p/deliverables',
    'Typologie /d/d',
    'documents.history',
  ]);
});

test('the way to a sheet goes through the evidence, not through the deliverables', () => {
  const inSheet = { partnership, document, shortName: 'Trend card', kind: 'trend' as const };
  expect(way({ routeId: '/d/[document]', ...inSheet })).toEqual([
    'Les métiers /p/p',
    'pages.nav.evidence /p/p/evidence',
    'Trend card',
  ]);
});

test('one’s own pages lead back to one’s partnerships, and a page outside shows no way', () => {
  expect(way({ routeId: '/account' })).toEqual(['pages.home.title /', 'pages.your-account']);
  expect(way({ routeId: '/sign-in' })).toEqual([]);
});
