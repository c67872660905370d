import { translator } from '#lib/i18n/catalogue.ts';
import { loadCatalogue } from '#lib/i18n/load-catalogue.ts';
import { barColours, startColour } from '#lib/ui/theme-colour.ts';
import type { RequestHandler } from './$types';

/** How a device installs Tandem (W3C Web Application Manifest), in the reader's language. */
export const GET: RequestHandler = async ({ locals }) => {
  const t = translator(locals.locale, await loadCatalogue(locals.locale, 'text'));
  const manifest = {
    id: '/',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    lang: locals.locale,
    name: t('shell.install.name'),
    short_name: t('common.product'),
    description: t('shell.install.description'),
    theme_color: barColours.light,
    background_color: startColour,
    icons: [
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
      { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  };
  return new Response(JSON.stringify(manifest), {
    headers: {
      'content-type': 'application/manifest+json',
      // Its words follow the person's language.
      'cache-control': 'private, no-cache',
      vary: 'accept-language, cookie',
    },
  });
};
