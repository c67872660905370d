import { unwrap } from './dom.ts';

/** Google Docs wraps all in a `b` that is not bold, and draws the boxes of its checklists as pictures. */
export function fromGoogleDocs(body: HTMLElement): void {
  for (const wrapper of body.querySelectorAll('[id^="docs-internal-guid-"]')) unwrap(wrapper);
  for (const entry of body.querySelectorAll('li[role="checkbox"]')) {
    entry.setAttribute('data-checked', String(entry.getAttribute('aria-checked') === 'true'));
    for (const box of entry.querySelectorAll('img')) if (box.closest('li') === entry) box.remove();
  }
}
