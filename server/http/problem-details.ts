import { ok, problem, type Problem, type Result } from '#lib/core/result.ts';
import { isStorageTrouble } from '#server/ports/storage-trouble.ts';

/**
 * Where an expected error becomes an HTTP answer. RFC 9457 problem details: `type` is the stable
 * code, `detail` is for the client's developer. A code that is not listed is a refusal (400).
 */
const statusOfCode: Readonly<Record<string, number>> = {
  'not-signed-in': 401,
  'sign-in-refused': 401,
  'not-allowed': 403,
  'not-facilitator': 403,
  'operators-only': 403,
  'password-wrong': 403,
  'grant-refused': 403,
  'organisation-refused': 403,
  'invitation-for-other': 403,
  'origin-refused': 403,
  'document-unknown': 404,
  'partnership-unknown': 404,
  'export-unknown': 404,
  'upload-unknown': 404,
  'version-unknown': 404,
  'page-unknown': 404,
  'device-unknown': 404,
  'member-unknown': 404,
  'entry-unknown': 404,
  'publication-unknown': 404,
  'workshop-unknown': 404,
  'join-unknown': 404,
  'invitation-unknown': 404,
  'method-unknown': 405,
  'upload-too-slow': 408,
  'export-not-ready': 409,
  'invitation-needs-sign-in': 409,
  'already-member': 409,
  'already-invited': 409,
  'last-coordinator': 409,
  'export-gone': 410,
  'publication-withdrawn': 410,
  'publication-blocked': 422,
  'warnings-not-accepted': 422,
  'nothing-to-publish': 409,
  'invitation-used': 410,
  'invitation-expired': 410,
  'upload-gone': 410,
  'versions-full': 409,
  'body-too-large': 413,
  'upload-too-large': 413,
  'image-type-unknown': 415,
  'image-svg': 415,
  'image-gif': 415,
  'image-heic': 415,
  'body-type-unknown': 415,
  'input-invalid': 422,
  'format-unavailable': 422,
  'format-not-playable': 422,
  'upload-empty': 422,
  'image-animated': 422,
  'image-damaged': 422,
  'image-extra-data': 422,
  'image-too-many-pixels': 422,
  'image-too-large': 422,
  'image-too-complex': 422,
  'uploads-full': 422,
  'export-too-large': 422,
  'link-expired': 410,
  'link-used': 410,
  'link-unknown': 404,
  'too-many-attempts': 429,
  'too-many-exports': 429,
  'too-many-organisations': 409,
  'list-full': 409,
  'publications-full': 409,
  'changed-meanwhile': 409,
  'workshop-running': 409,
  'workshop-full': 409,
  'device-full': 409,
  'not-joined': 409,
  'no-tables': 409,
  'not-open': 409,
  'table-full': 409,
  'table-unknown': 409,
  'person-unknown': 409,
  'person-exists': 409,
  'board-full': 409,
  'too-many-invitations': 429,
  'too-many-states': 429,
  'too-many-uploads': 429,
  internal: 500,
  'document-unreadable': 500,
  'job-failed': 500,
  'pdf-needs-linux-x64': 501,
  overloaded: 503,
  restarting: 503,
  'worker-lost': 503,
  'time-limit': 503,
  cancelled: 503,
  'storage-failed': 503,
};

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Sign-in needed',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Not as things stand',
  408: 'Too slow',
  410: 'Gone',
  413: 'Too large',
  415: 'Another type of body is needed',
  422: 'Cannot be done as asked',
  429: 'Too many',
  500: 'Failed unexpectedly',
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

/** What is known of an error that nobody caught: a disk that is full is no fault of the program. */
export const problemOfError = (error: unknown): Problem | null =>
  isStorageTrouble(error)
    ? { code: 'storage-failed', detail: 'The server cannot write to its disk. Nothing was changed.' }
    : null;

/** The JSON object in a request's body. Errors: `body-type-unknown`, `body-too-large`, `body-not-json`. */
export async function readJson(request: Request): Promise<Result<Readonly<Record<string, unknown>>>> {
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json')
    return problem('body-type-unknown', 'The body must be sent as application/json.');
  try {
    const value: unknown = await request.json();
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return ok(value as Record<string, unknown>);
  } catch (error) {
    // The framework's own error for a body above limits.bodySizeBytesMax.
    if (error instanceof Error && 'status' in error && error.status === 413) return problem('body-too-large');
  }
  return problem('body-not-json', 'The body must be a JSON object.');
}
