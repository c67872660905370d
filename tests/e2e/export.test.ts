import { readFileSync } from 'node:fs';
import { expect, test } from '../support/fixtures.ts';
import { openDocument } from '../support/documents.ts';

for (const [format, choice, starts] of [
  ['pdf', /PDF/, '%PDF-'],
  ['docx', /Word/, 'PK'],
  ['md', /Markdown/, ''],
  ['html', /Web page/, '<!doctype html>'],
] as const) {
  test(`the French call is exported to ${format} from its page`, async ({ signIn, page }) => {
    await signIn(page, 'observer');
    await openDocument(page, 'call-fr');
    await page.getByRole('button', { name: 'Export' }).click();
    const downloading = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: choice }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(new RegExp(`\\.${format}$`));
    const bytes = readFileSync(await download.path());
    expect(bytes.subarray(0, starts.length).toString('latin1').toLowerCase()).toBe(starts.toLowerCase());
    expect(bytes.byteLength).toBeGreaterThan(2_000);
    await expect(page.getByText(/ is ready$/)).toBeVisible();
    // The page is still there, with its text.
    await expect(page.locator('.ProseMirror')).toContainText('2050');
  });
}
