import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** No sideways scrolling from a small phone to a wide screen, and nothing that axe can find, in either theme. */
export async function looksCaredFor(page: Page): Promise<void> {
  const before = page.viewportSize();
  for (const width of [320, 390, 1280, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(beyond, `at ${width} px`).toBeLessThanOrEqual(0);
  }
  if (before) await page.setViewportSize(before);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    const found = violations.map(
      (it) => `${it.id}: ${it.nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
    );
    expect(found, colorScheme).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null });
}
