import { error, redirect, type Handle, type HandleServerError, type RequestEvent } from '@sveltejs/kit';
import type { Problem } from '#lib/core/result.ts';
import { accessTo, decideAccess } from '#lib/domain/access/routes.ts';
import { negotiateLocale, LOCALE_COOKIE } from '#lib/i18n/locales.ts';
import { themeColourTags } from '#lib/ui/theme-colour.ts';
import { CONTRAST_COOKIE, parseContrast, parseTheme, THEME_COOKIE } from '#lib/ui/theme.ts';
import type { App } from '#server/app.ts';

/** The composed application, handed over by server/main.ts through this one slot. */
const app = () => {
  const composed = (globalThis as { [slot: symbol]: unknown })[Symbol.for('tandem.app')];
  if (!composed)
    throw new Error('Start the program with "npm start" or "npm run dev": server/main.ts composes it.');
  return composed as App;
};

export const handle: Handle = async ({ event, resolve }) => {
  const { locals, request, cookies } = event;
  locals.app = app();
  locals.identity = await locals.app.identify({
    cookie: request.headers.get('cookie'),
    authorization: request.headers.get('authorization'),
  });
  locals.seatSecret = locals.app.http.seatSecretIn(request.headers.get('cookie'));
  locals.locale = negotiateLocale(
    request.headers.get('accept-language'),
    cookies.get(LOCALE_COOKIE) ?? locals.identity?.person.locale,
  );

  if (locals.identity?.renewedCookie) {
    const { name, value, options } = locals.identity.renewedCookie;
    cookies.set(name, value, options);
  }

  const refused = refusalOf(event);
  if (refused) return refuse(event, refused);

  const theme = parseTheme(cookies.get(THEME_COOKIE));
  const answer = await resolve(event, {
    transformPageChunk: ({ html }) =>
      html
        .replace('%tandem.lang%', locals.locale)
        .replace('%tandem.theme%', theme)
        .replace('%tandem.contrast%', parseContrast(cookies.get(CONTRAST_COOKIE)))
        .replace('%tandem.theme-colour%', themeColourTags(theme)),
    preload: ({ type, path }) =>
      type === 'js' || type === 'css' || (type === 'font' && /(next|serif-4)-latin-wght-normal/.test(path)),
  });
  return locals.failure ? failedAnswer(event, answer, locals.failure) : answer;
};

/** Deny by default: a route that the access table does not list is refused (domain/access/routes.ts). */
function refusalOf({ locals, request, route, url, params }: RequestEvent): Problem | null {
  if (!locals.app.http.originAllowed(request)) return { code: 'origin-refused' };
  // The framework answers: its page for what does not exist is ours, in the reader's language.
  if (route.id === null) return url.pathname.startsWith('/api/') ? { code: 'page-unknown' } : null;
  const access = accessTo({ routeId: route.id, method: request.method, search: url.search });
  if (access === 'unlisted') return { code: 'not-allowed' };
  if (access === 'method-not-allowed') return { code: 'method-unknown' };
  const decision = decideAccess(access, locals.identity, params);
  if (decision === 'allow') return null;
  if (decision === 'sign-in') return { code: 'not-signed-in' };
  // A page's own load refuses the same person with a page around the sentence; see services/find-*.ts.
  return isPage(request, url) ? null : { code: 'not-allowed' };
}

const isPage = (request: Request, url: URL): boolean =>
  request.method === 'GET' && !url.pathname.startsWith('/api/');

function refuse({ locals, request, url }: RequestEvent, refused: Problem): Response {
  if (url.pathname.startsWith('/api/')) return locals.app.http.problemResponse(refused);
  const status = locals.app.http.statusOf(refused);
  if (status === 401 && request.method === 'GET')
    redirect(303, `/sign-in?next=${encodeURIComponent(url.pathname + url.search)}`);
  error(status, { message: refused.code, code: refused.code });
}

/** What nobody caught, the framework answers with 500 and its own words: here it gets its status, and the API its form. */
function failedAnswer({ locals, url }: RequestEvent, answer: Response, failure: Problem): Response {
  if (url.pathname.startsWith('/api/')) return locals.app.http.problemResponse(failure);
  if (answer.status !== 500) return answer;
  return new Response(answer.body, { status: locals.app.http.statusOf(failure), headers: answer.headers });
}

/** What the framework refuses before anything of ours is asked, by its status. */
const refusedByFramework: Readonly<Record<number, string>> = {
  400: 'page-unknown',
  404: 'page-unknown',
  405: 'method-unknown',
  413: 'body-too-large',
  415: 'body-type-unknown',
};

/** What was not foreseen: logged with a reference that the person can pass on, never its text. */
export const handleError: HandleServerError = ({ error: cause, event, status }) => {
  const refusal = refusedByFramework[status];
  if (refusal) return { message: refusal, code: refusal };
  const foreseen = event.locals.app?.http.problemOfError(cause);
  if (foreseen) {
    event.locals.app.log.warn({ route: event.route.id, code: foreseen.code }, 'request failed');
    event.locals.failure = foreseen;
    return { message: foreseen.code, code: foreseen.code };
  }
  const reference = crypto.randomUUID().slice(0, 8);
  event.locals.app?.log.error(
    {
      reference,
      route: event.route.id,
      method: event.request.method,
      cause: cause instanceof Error ? cause.stack : String(cause),
    },
    'request failed',
  );
  event.locals.failure = { code: 'internal', detail: `Reference ${reference}` };
  return { message: reference, code: 'internal' };
};
