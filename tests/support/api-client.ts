/** The API as a program uses it, with a token. */
import type { RunningServer } from './server.ts';

export interface ApiClient {
  readonly token: string;
  get(path: string): Promise<Response>;
  post(path: string, body: unknown): Promise<Response>;
}

/** `path` begins after `/api/v1`. */
export function apiClient(server: { readonly url: string }, token: string): ApiClient {
  const authorization = `Bearer ${token}`;
  return {
    token,
    get: (path) => fetch(`${server.url}/api/v1${path}`, { headers: { authorization } }),
    post: (path, body) =>
      fetch(`${server.url}/api/v1${path}`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
  };
}

/** With an account of the example that holds the role. */
export const apiOfRole = async (server: RunningServer, role: string): Promise<ApiClient> =>
  apiClient(server, await server.cli('token', 'create', '--role', role));

export async function newDocument(api: ApiClient, title = 'Draft'): Promise<string> {
  const response = await api.post('/partnerships/msf-2050/documents', {
    title,
    kind: 'free',
    language: 'en',
  });
  if (response.status !== 201) throw new Error(`no document: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { id: string }).id;
}

/** Where live connections go; the document's id follows after a slash. */
export const liveUrl = (server: { readonly url: string }): string =>
  `${server.url.replace(/^http/, 'ws')}/sync`;
