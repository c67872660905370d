import type { Problem } from '#lib/core/result.ts';
import type { Locale } from '#lib/i18n/locales.ts';
import type { App as TandemApp } from '#server/app.ts';
import type { Identity } from '#server/ports/identity.ts';

declare global {
  namespace App {
    interface Locals {
      app: TandemApp;
      /** Who asks; `null`: nobody signed in. */
      identity: Identity | null;
      locale: Locale;
      /** Of the device, when a workshop was joined with it. */
      seatSecret: string | null;
      /** Set when answering failed: what became of an error that nobody caught. */
      failure?: Problem;
    }
    interface Error {
      message: string;
      /** Stable code: the message catalogue has a sentence under `errors.<code>`. */
      code: string;
    }
    interface PageData {
      locale: Locale;
    }
  }
}

export {};
