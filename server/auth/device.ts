/**
 * What a browser calls itself (`User-Agent`), as its owner recognises it in a list: `Firefox · Linux`.
 * A few lines of our own: a version or model would tell more than anybody needs, and it is never relied on.
 */
const browsers: readonly (readonly [RegExp, string])[] = [
  // Before those that they pretend to be.
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\b(OPR|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bVersion\/[\d.]+.*Safari\//, 'Safari'],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPad\b/, 'iPad'],
  [/\biPhone\b/, 'iPhone'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

/** Longer ones are not read to their end. */
const READ_MAX = 512;

/** `''`: nothing known. */
export function deviceOf(userAgent: string | null): string {
  const read = (userAgent ?? '').slice(0, READ_MAX);
  const named = [browsers, systems].flatMap((known) => known.find(([sign]) => sign.test(read))?.[1] ?? []);
  return named.join(' · ');
}
