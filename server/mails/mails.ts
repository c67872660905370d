import { titleIn } from '#lib/domain/deliverable/titles.ts';
import { serverTranslator } from '#lib/i18n/every-catalogue.ts';
import { createFormats } from '#lib/i18n/formats.ts';
import { DEFAULT_LOCALE, LOCALES, type Locale } from '#lib/i18n/locales.ts';
import type { Mail } from '#server/ports/mailer.ts';
import { writeLetter } from './letter.ts';

/** The first of these languages that the program speaks. */
export const mailLocale = (...wished: readonly (string | null | undefined)[]): Locale => {
  for (const tag of wished) {
    const locale = LOCALES.find((known) => known === tag?.toLowerCase().split('-')[0]);
    if (locale) return locale;
  }
  return DEFAULT_LOCALE;
};

export interface InvitationMail {
  readonly locale: Locale;
  readonly to: Mail['to'];
  readonly titles: Readonly<Record<string, string>>;
  /** Who invites; `null`: whoever runs the installation. */
  readonly invitedBy: string | null;
  readonly url: string;
  readonly expiresAtMs: number;
}

export function invitationMail({ locale, to, titles, invitedBy, url, expiresAtMs }: InvitationMail): Mail {
  const t = serverTranslator(locale);
  const partnership = titleIn(titles, locale).text;
  const date = createFormats(locale, 'UTC').date(expiresAtMs);
  const invited =
    invitedBy === null
      ? t('mail.invitation.text-nobody', { partnership })
      : t('mail.invitation.text', { partnership, inviter: invitedBy });
  return writeLetter(
    {
      locale,
      subject: t('mail.invitation.subject', { partnership }),
      greeting: t('mail.greeting', { name: to.name }),
      before: [invited, t('mail.invitation.what')],
      action: { label: t('mail.invitation.action'), url },
      after: [t('mail.invitation.until', { date }), t('mail.invitation.not-you')],
    },
    to,
  );
}

export interface PasswordMail {
  readonly locale: Locale;
  readonly to: Mail['to'];
  readonly url: string;
  readonly minutes: number;
}

export function passwordMail({ locale, to, url, minutes }: PasswordMail): Mail {
  const t = serverTranslator(locale);
  return writeLetter(
    {
      locale,
      subject: t('mail.password.subject'),
      greeting: t('mail.greeting', { name: to.name }),
      before: [t('mail.password.text')],
      action: { label: t('mail.password.action'), url },
      after: [t('mail.password.until', { minutes }), t('mail.password.not-you')],
    },
    to,
  );
}
