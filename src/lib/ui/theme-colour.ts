import type { Theme } from './theme.ts';

/**
 * The colour that a browser gives to its own bar above the page: that of the frame's bar below it, the token
 * `--surface-raised`. Written anew because neither a page's head nor a manifest reads a style sheet;
 * theme-colour.test.ts holds both together.
 */
export const barColours = { light: '#ffffff', dark: '#1c2124' } as const;
/** Behind an installed program that is starting: `--surface`. */
export const startColour = '#faf9f6';

type Shade = keyof typeof barColours;

const mediaOf = (shade: Shade, theme: Theme): string =>
  theme === 'auto' ? `(prefers-color-scheme: ${shade})` : theme === shade ? 'all' : 'not all';

export const themeColourTags = (theme: Theme): string =>
  (Object.keys(barColours) as Shade[])
    .map(
      (shade) =>
        `<meta name="theme-color" content="${barColours[shade]}" media="${mediaOf(shade, theme)}" data-shade="${shade}" />`,
    )
    .join('');

export function applyThemeColour(page: Document, theme: Theme): void {
  for (const tag of page.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]'))
    tag.media = mediaOf(tag.dataset['shade'] as Shade, theme);
}
