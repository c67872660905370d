/** Typing as it is measured: from the key press to after the frame that shows it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';

/** Types where the cursor is, some eight keys a second; a time in ms for each key. */
export async function typeAndWatch(page: Page, keys: number): Promise<number[]> {
  await page.evaluate(() => {
    const samples: number[] = [];
    (window as unknown as { samples: number[] }).samples = samples;
    const root = document.querySelector('.ProseMirror');
    root?.addEventListener(
      'keydown',
      () => {
        const pressedMs = performance.now();
        // The frame after the key shows it; what runs after that frame's painting ends the measure.
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => samples.push(performance.now() - pressedMs);
          channel.port2.postMessage(null);
        });
      },
      true,
    );
  });
  for (let key = 0; key < keys; key += 1) {
    await page.keyboard.press(key % 6 === 5 ? 'Space' : 'x');
    await delay(120);
  }
  await delay(500);
  return page.evaluate(() => (window as unknown as { samples: number[] }).samples);
}

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return Math.round(value * 10) / 10;
};
