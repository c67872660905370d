import type { Faults } from './person-input.ts';

/**
 * What people type into a field of sentences: lines stay, signs that no text holds go. May be empty; too long
 * is a fault of `field`.
 */
export function readText(value: unknown, field: string, faults: Faults, lengthMax: number): string {
  const text =
    typeof value === 'string'
      ? value
          .replace(/\r\n?/g, '\n')
          .replace(/[^\P{Cc}\n]/gu, '')
          .trim()
      : '';
  if (text.length > lengthMax) faults[field] ??= 'too-long';
  return text;
}

/** The same for what stands on one line and must not be empty. */
export function readLine(value: unknown, field: string, faults: Faults, lengthMax: number): string {
  const line = readText(value, field, faults, lengthMax).replace(/\s+/g, ' ');
  if (!line) faults[field] ??= 'missing';
  return line;
}
