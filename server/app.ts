import type { Problem, Result } from '#lib/core/result.ts';
import type { Attachment } from './http/attachment.ts';
import type { Log } from './ports/log.ts';
import type { Identify, SessionCookie } from './ports/identity.ts';
import type { AccountServices } from './services/account-services.ts';
import type { Services } from './services/services.ts';
import type { UploadServices } from './services/upload-services.ts';

/**
 * What the composition root hands to SvelteKit through one documented slot,
 * `globalThis[Symbol.for('tandem.app')]`, read in `src/hooks.server.ts` into `event.locals`.
 * The bundler would otherwise duplicate the server's modules.
 */
export interface App {
  readonly log: Log;
  readonly identify: Identify;
  readonly accounts: AccountServices;
  readonly services: Services;
  readonly uploads: UploadServices;
  readonly http: HttpForPages;
  /** While the example is loaded on loopback, the sign-in page says how to get a link. */
  readonly exampleOnLoopback: boolean;
  /** Whether /gallery is shown. */
  readonly gallery: boolean;
}

/** Where expected errors become HTTP; `src` imports only types from `server`. */
export interface HttpForPages {
  originAllowed(request: Request): boolean;
  statusOf(problem: Problem): number;
  problemResponse(problem: Problem): Response;
  attachment(file: Attachment, headers?: Readonly<Record<string, string>>): Response;
  readJson(request: Request): Promise<Result<Readonly<Record<string, unknown>>>>;
  /** `null`: not foreseen. */
  problemOfError(error: unknown): Problem | null;
  /** Of a device that takes part in a workshop: reads its secret, and makes its cookie. */
  seatSecretIn(cookieHeader: string | null): string | null;
  seatCookie(secret: string): SessionCookie;
  readonly openApi: unknown;
}

export const APP_SLOT = Symbol.for('tandem.app');
