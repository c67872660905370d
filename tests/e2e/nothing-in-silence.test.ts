/** What is on a device is neither deleted unseen nor kept for whoever may no longer read it. */
import { expect, test } from '../support/fixtures.ts';

test('signing out where the browser does not let Tandem look asks first, and deletes nothing by itself', async ({
  page,
  signIn,
}) => {
  await signIn(page, 'facilitator');
  await page.evaluate(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
    IDBFactory.prototype.databases = () => Promise.reject(new DOMException('Gone.', 'UnknownError'));
  });
  await page.getByRole('button', { name: 'Your account and settings' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  const question = page.getByRole('dialog', { name: 'Before you sign out' });
  await expect(question).toContainText('did not let Tandem look');
  await question.getByRole('button', { name: 'Stay signed in' }).click();
  await expect(question).toBeHidden();
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Your account and settings' })).toBeVisible();
});
