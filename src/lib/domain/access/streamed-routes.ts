import type { Access, RouteMethod } from './routes.ts';

/**
 * The routes that the server answers itself, beside the framework's (routes.ts): a body that is streamed,
 * and the files that came of it. Their table is read by that server alone, so what is not here has no route.
 */
export type StreamedAccess =
  | Access
  /** Reading one of the texts of the work that the picture named by this parameter belongs to. */
  | { readonly upload: string };

export const streamedRouteAccess = {
  '/api/v1/documents/[document]/uploads': { POST: { document: 'document', right: 'write' } },
  '/uploads/[upload]': { GET: { upload: 'upload' } },
} as const satisfies Readonly<Record<string, Readonly<Partial<Record<RouteMethod, StreamedAccess>>>>>;

export type StreamedRoute = keyof typeof streamedRouteAccess;

export interface FoundStreamedRoute {
  readonly id: StreamedRoute;
  readonly params: Readonly<Record<string, string>>;
}

/** The route of a path, with its parameters still encoded; `null`: none of these. */
export function streamedRouteOf(path: string): FoundStreamedRoute | null {
  const parts = path.split('/');
  for (const id of Object.keys(streamedRouteAccess) as StreamedRoute[]) {
    const wanted = id.split('/');
    const params: Record<string, string> = {};
    const fits =
      wanted.length === parts.length &&
      wanted.every((want, index) => {
        const part = parts[index] ?? '';
        const name = /^\[(.+)\]$/.exec(want)?.[1];
        if (name === undefined) return want === part;
        params[name] = part;
        return part !== '';
      });
    if (fits) return { id, params };
  }
  return null;
}
