import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  kit: {
    adapter: adapter({ out: 'build' }),
    // server/http/origin.ts asks every request where it comes from, and hooks answer it. The framework's own
    // check would refuse native forms under `Referrer-Policy: no-referrer` (`Origin: null`) and programs
    // without an origin, in words of its own.
    csrf: { trustedOrigins: ['*'] },
    // src/lib/client/device/offline-pages.ts registers it when the page has had its first moments.
    serviceWorker: { register: false },
    csp: {
      mode: 'nonce',
      directives: {
        'default-src': ['self'],
        'script-src': ['self'],
        // The editor and the headless components position with inline style attributes.
        'style-src': ['self', 'unsafe-inline'],
        'img-src': ['self', 'blob:', 'data:'],
        'font-src': ['self', 'data:'],
        'connect-src': ['self'],
        'object-src': ['none'],
        'base-uri': ['none'],
        'form-action': ['self'],
        'frame-ancestors': ['none'],
      },
    },
  },
};
