import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { RouteMethod } from '#lib/domain/access/routes.ts';

/**
 * Every route of the built application with the methods that it answers, as the framework's own manifest
 * has them: a page is GET, its form actions are POST, an endpoint is what it exports.
 */
export interface BuiltRoute {
  readonly id: string;
  readonly page: boolean;
  readonly methods: readonly RouteMethod[];
}

const MANIFEST = fileURLToPath(new URL('../../.svelte-kit/output/server/manifest-full.js', import.meta.url));
const ENDPOINT_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

interface Manifest {
  readonly _: {
    readonly nodes: readonly (() => Promise<{ server?: { actions?: Record<string, unknown> } }>)[];
    readonly routes: readonly {
      readonly id: string;
      readonly page: { readonly leaf: number } | null;
      readonly endpoint: (() => Promise<Record<string, unknown>>) | null;
    }[];
  };
}

export async function builtRoutes(): Promise<readonly BuiltRoute[]> {
  if (!existsSync(MANIFEST)) throw new Error('Build the application first: "npm test" does.');
  const { manifest } = (await import(pathToFileURL(MANIFEST).href)) as { manifest: Manifest };
  const { routes, nodes } = manifest._;
  return Promise.all(
    routes.map(async ({ id, page, endpoint }) => {
      const methods = new Set<RouteMethod>();
      if (page) {
        methods.add('GET');
        const actions = (await nodes[page.leaf]?.())?.server?.actions ?? {};
        for (const name of Object.keys(actions)) methods.add(name === 'default' ? 'POST' : `POST ?/${name}`);
      }
      const handlers = endpoint ? await endpoint() : {};
      for (const method of ENDPOINT_METHODS)
        if (method in handlers || 'fallback' in handlers) methods.add(method);
      return { id, page: page !== null, methods: [...methods] };
    }),
  );
}
