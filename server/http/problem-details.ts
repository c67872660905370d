import type { Problem } from '#lib/core/result.ts';

/**
 * Where an expected error becomes an HTTP answer. RFC 9457 problem details: `type` is the stable
 * code, `detail` is for the client's developer. A code that is not listed is a refusal (400).
 */
const statusOfCode: Readonly<Record<string, number>> = {
  'not-signed-in': 401,
  'not-allowed': 403,
  'origin-refused': 403,
  'document-unknown': 404,
  'partnership-unknown': 404,
  'export-unknown': 404,
  'page-unknown': 404,
  'method-unknown': 405,
  'export-not-ready': 409,
  'export-gone': 410,
  'body-too-large': 413,
  'input-invalid': 422,
  'format-unavailable': 422,
  'alt-missing': 422,
  'export-too-large': 422,
  'link-expired': 410,
  'link-used': 410,
  'link-unknown': 404,
  'too-many-attempts': 429,
  'too-many-exports': 429,
  'pdf-needs-linux-x64': 501,
  'storage-failed': 503,
};

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Sign-in needed',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Not ready yet',
  410: 'Gone',
  413: 'Too large',
  422: 'Cannot be done as asked',
  429: 'Too many',
  501: 'Not available here',
  503: 'Try again later',
};

export const statusOf = (problem: Problem): number => statusOfCode[problem.code] ?? 400;

export function problemResponse(problem: Problem): Response {
  const status = statusOf(problem);
  const body = {
    type: `urn:tandem:problem:${problem.code}`,
    title: titles[status] ?? 'Bad request',
    status,
    code: problem.code,
    ...(problem.detail === undefined ? {} : { detail: problem.detail }),
    ...(problem.fields === undefined ? {} : { fields: problem.fields }),
  };
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  if (status === 401) headers.set('www-authenticate', 'Bearer realm="Tandem"');
  return new Response(JSON.stringify(body), { status, headers });
}

/** A JSON body of the API. Errors: `body-too-large` is the framework's; `body-not-json` here. */
export async function readJson(request: Request): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    const value: unknown = await request.json();
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
