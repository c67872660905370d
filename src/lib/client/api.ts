import { failed, ok, problem, type Problem, type Result } from '#lib/core/result.ts';

/**
 * Asks the program's own API, with the rights of whoever is signed in here. `path` begins after `/api/v1`.
 * Problems: the server's own; `no-connection` when nobody answered.
 */
export async function askApi<T>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Result<T>> {
  try {
    const response = await fetch(`/api/v1${path}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return answerOf<T>(response.status, await response.text());
  } catch {
    return problem('no-connection');
  }
}

/** An answer of the API, however it came. What is no answer of ours (a proxy’s own page) is `internal`. */
export function answerOf<T>(status: number, text: string): Result<T> {
  const answer = parsed(text);
  if (status >= 200 && status < 300 && answer !== undefined) return ok(answer as T);
  const { code } = (answer ?? {}) as Partial<Problem>;
  return typeof code === 'string' ? failed(answer as Problem) : problem('internal');
}

/** `null` for an empty answer; `undefined` for one that is not JSON. */
function parsed(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
