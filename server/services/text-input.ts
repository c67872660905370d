/** A field's name with the code of what is wrong with it. */
type Faults = Record<string, string>;

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

/** On one line, and without what no name holds: control signs would break a mail's header or a list. */
export function readLine(
  value: unknown,
  field: string,
  faults: Faults,
  lengthMax: number,
  { required = true } = {},
): string {
  const line = typeof value === 'string' ? value.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim() : '';
  if (!line && required) faults[field] ??= 'missing';
  else if (line.length > lengthMax) faults[field] ??= 'too-long';
  return line;
}
