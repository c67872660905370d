import { existsSync } from 'node:fs';
import type { LaunchOptions } from '@playwright/test';

const SYSTEM = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome'];

/**
 * How tests and benchmarks start Chromium, without traffic of its own. `npm test` names it in `CHROMIUM`;
 * by hand it is the system's, else Playwright's own.
 */
export function chromiumLaunch(): LaunchOptions {
  const executablePath = process.env['CHROMIUM'] ?? SYSTEM.find((path) => existsSync(path));
  return {
    ...(executablePath ? { executablePath } : {}),
    args: [
      // Containers and CI run as root, where the sandbox does not start.
      '--no-sandbox',
      // The headless shell spaces letters as the whole browser does: pictures of either can be compared.
      '--font-render-hinting=none',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  };
}
