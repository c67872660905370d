import { expect, test } from 'vitest';
import { invitationMail, mailLocale, passwordMail } from './mails.ts';

const to = { name: 'Zoë', address: 'zoe@example.org' };
const url = 'https://tandem.example/invitation#a-secret';
const invitation = {
  to,
  titles: { en: 'Social professions', fr: 'Les métiers du social' },
  invitedBy: 'Ada <Lovelace>',
  url,
  expiresAtMs: Date.UTC(2026, 11, 6),
};

test('an invitation says who invites, to what, until when, in the reader’s language', () => {
  const en = invitationMail({ ...invitation, locale: 'en' });
  expect(en.subject).toBe('Invitation to “Social professions” on Tandem');
  expect(en.text).toContain('Ada <Lovelace> invites you to work on “Social professions”.');
  expect(en.text).toContain('6 December 2026');
  const fr = invitationMail({ ...invitation, locale: 'fr' });
  expect(fr.subject).toContain('Les métiers du social');
  expect(fr.text).toContain('6 décembre 2026');
  expect(fr.html).toContain('<html lang="fr">');
});

test('text and HTML say the same, and each shows the link whole', () => {
  const { text, html } = invitationMail({ ...invitation, locale: 'en' });
  const read = (source: string) =>
    source
      .replace(/<(head|style)[\s\S]*?<\/\1>/g, '')
      .replace(/<br>|<\/p>/g, ' ')
      .replace(/<[^>]+>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .split(/\s+/)
      .filter(Boolean);
  expect(read(html)).toEqual(text.split(/\s+/).filter(Boolean));
  expect(text).toContain(`\n${url}\n`);
  expect(html).toContain(`<a href="${url}">`);
});

test('what people are called is text, never markup', () => {
  const name = '<img src=x onerror=alert(1)>"';
  const { html } = invitationMail({ ...invitation, to: { ...to, name }, invitedBy: name, locale: 'en' });
  expect(html).not.toContain('<img');
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;');
});

test('nothing is fetched: no picture, no style sheet, no script', () => {
  const { html } = passwordMail({ locale: 'en', to, url, minutes: 60 });
  expect(html).not.toMatch(/<(img|script|link|iframe|style)\b|url\(/);
  expect(html.match(/https?:[^"<]+/g)).toEqual([url, url]);
});

test('a password mail says how long its link works', () => {
  expect(passwordMail({ locale: 'en', to, url, minutes: 60 }).text).toContain('60 minutes');
  expect(passwordMail({ locale: 'fr', to, url, minutes: 60 }).subject).toContain('mot de passe');
});

test('the reader’s own language, else the next that is known, else English', () => {
  expect(mailLocale('fr-BE', 'en')).toBe('fr');
  expect(mailLocale('sv', 'fr')).toBe('fr');
  expect(mailLocale(null, undefined, 'sv')).toBe('en');
});
