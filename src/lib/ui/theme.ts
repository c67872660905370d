/**
 * Light, dark or as the device says, and its contrast. Kept in cookies, not in local storage, so that the
 * server writes them into `<html>` itself: no flash, and no inline script for the content policy to allow.
 */

import { applyThemeColour } from './theme-colour.ts';

export const THEMES = ['light', 'dark', 'auto'] as const;

export type Theme = (typeof THEMES)[number];

/** `auto`: as the device asks (`prefers-contrast`). */
export const CONTRASTS = ['more', 'auto'] as const;

export type Contrast = (typeof CONTRASTS)[number];

export const THEME_COOKIE = 'tandem_theme';
export const CONTRAST_COOKIE = 'tandem_contrast';

const ONE_YEAR_S = 31_536_000;

export const parseTheme = (value: string | null | undefined): Theme =>
  THEMES.find((theme) => theme === value) ?? 'auto';

export const parseContrast = (value: string | null | undefined): Contrast =>
  CONTRASTS.find((contrast) => contrast === value) ?? 'auto';

/** The page's present look, as the server or the switch wrote it. */
export const readTheme = (root: HTMLElement): Theme => parseTheme(root.dataset['theme']);
export const readContrast = (root: HTMLElement): Contrast => parseContrast(root.dataset['contrast']);

export function applyTheme(page: Document, theme: Theme): void {
  page.documentElement.dataset['theme'] = theme;
  applyThemeColour(page, theme);
  remember(page, THEME_COOKIE, theme);
}

export function applyContrast(page: Document, contrast: Contrast): void {
  page.documentElement.dataset['contrast'] = contrast;
  remember(page, CONTRAST_COOKIE, contrast);
}

function remember(page: Document, name: string, value: string): void {
  page.cookie = `${name}=${value}; Path=/; Max-Age=${ONE_YEAR_S}; SameSite=Lax`;
}
