import type { Locale } from '#lib/i18n/locales.ts';
import type { Mail } from '#server/ports/mailer.ts';

/**
 * mails/ writes what people find in their mailbox: text and HTML from one source, in the reader's language.
 * Invariant: no picture, no script, nothing fetched, and each link is also written out, so that a reader sees
 * where it leads. It leaves sending to the mailer, and knows no account.
 */
export interface Letter {
  readonly locale: Locale;
  readonly subject: string;
  readonly greeting: string;
  readonly before: readonly string[];
  readonly action: { readonly label: string; readonly url: string };
  readonly after: readonly string[];
}

export function writeLetter(letter: Letter, to: Mail['to']): Mail {
  return { to, subject: letter.subject, text: asText(letter), html: asHtml(letter) };
}

const asText = ({ greeting, before, action, after }: Letter): string =>
  [greeting, ...before, `${action.label}\n${action.url}`, ...after].join('\n\n') + '\n';

function asHtml({ locale, subject, greeting, before, action, after }: Letter): string {
  const paragraph = (text: string) => `<p>${escaped(text)}</p>`;
  const url = escaped(action.url);
  return [
    '<!doctype html>',
    `<html lang="${locale}">`,
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(subject)}</title></head>`,
    // The reader's own colours and size: what is not set cannot be unreadable in the dark.
    '<body style="font-family: sans-serif; line-height: 1.5; max-width: 36em">',
    ...[greeting, ...before].map(paragraph),
    `<p><a href="${url}"><strong>${escaped(action.label)}</strong></a><br>${url}</p>`,
    ...after.map(paragraph),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
