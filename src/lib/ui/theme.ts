/**
 * Light, dark, or as the device says. Kept in a cookie, not in local storage, so that the server
 * writes `<html data-theme>` itself: no flash, and no inline script for the content policy to allow.
 */

import { applyThemeColour } from './theme-colour.ts';

export const THEMES = ['light', 'dark', 'auto'] as const;

export type Theme = (typeof THEMES)[number];

export const THEME_COOKIE = 'tandem_theme';

const ONE_YEAR_S = 31_536_000;

export const parseTheme = (value: string | null | undefined): Theme =>
  THEMES.find((theme) => theme === value) ?? 'auto';

/** The page's present theme, as the server or the switch wrote it. */
export const readTheme = (root: HTMLElement): Theme => parseTheme(root.dataset['theme']);

export function applyTheme(page: Document, theme: Theme): void {
  page.documentElement.dataset['theme'] = theme;
  applyThemeColour(page, theme);
  page.cookie = `${THEME_COOKIE}=${theme}; Path=/; Max-Age=${ONE_YEAR_S}; SameSite=Lax`;
}
