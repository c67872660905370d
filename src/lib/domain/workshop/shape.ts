/**
 * What a value read from a file must look like, as functions that report every fault with its path.
 * Small on purpose: formats are the only data that people write by hand and the program checks in the browser too.
 */
export interface Fault {
  /** `stages.3.add.kinds.0`; empty: the whole. */
  readonly path: string;
  readonly code: string;
  /** In English, goes on after the path: `stages.3.minutes must be at least 1`. */
  readonly detail: string;
}

export type Report = (path: string, code: string, detail: string) => void;
export type Shape = (value: unknown, path: string, report: Report) => void;

export const below = (path: string, key: string | number): string =>
  path === '' ? String(key) : `${path}.${key}`;

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const text =
  (charsMax: number): Shape =>
  (value, path, report) => {
    if (typeof value !== 'string' || value.trim() === '') report(path, 'not-text', 'must be a text');
    else if (value.length > charsMax)
      report(path, 'too-long', `has ${value.length} characters; ${charsMax} are allowed`);
  };

/** Lower case, digits and hyphens. */
export const id: Shape = (value, path, report) => {
  if (typeof value !== 'string' || !/^[a-z0-9][a-z0-9-]{0,39}$/.test(value))
    report(path, 'bad-id', 'must be an id: lower-case letters, digits and hyphens');
};

export const whole =
  (min: number, max: number): Shape =>
  (value, path, report) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max)
      report(path, 'bad-number', `must be a whole number from ${min} to ${max}`);
  };

export const flag: Shape = (value, path, report) => {
  if (typeof value !== 'boolean') report(path, 'not-a-flag', 'must be true or false');
};

export const oneOf =
  (allowed: readonly string[]): Shape =>
  (value, path, report) => {
    if (typeof value !== 'string' || !allowed.includes(value))
      report(path, 'unknown-word', `must be one of ${allowed.join(', ')}`);
  };

export const listOf =
  (item: Shape, { min = 0, max }: { min?: number; max: number }): Shape =>
  (value, path, report) => {
    if (!Array.isArray(value)) return report(path, 'not-a-list', 'must be a list');
    if (value.length < min) report(path, 'too-few', `must have at least ${min}`);
    if (value.length > max) report(path, 'too-many', `has ${value.length}; ${max} are allowed`);
    value.forEach((each, index) => item(each, below(path, index), report));
  };

/** The same words in several languages. */
export const words =
  (charsMax: number): Shape =>
  (value, path, report) => {
    if (!isRecord(value)) return report(path, 'not-words', 'must be words by language: { en: …, fr: … }');
    if (value.en === undefined) report(path, 'no-english', 'must have English words (en)');
    for (const [language, said] of Object.entries(value)) {
      if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language))
        report(below(path, language), 'bad-language', `“${language}” is not a language tag`);
      text(charsMax)(said, below(path, language), report);
    }
  };

export const record =
  (needed: Readonly<Record<string, Shape>>, optional: Readonly<Record<string, Shape>> = {}): Shape =>
  (value, path, report) => {
    if (!isRecord(value)) return report(path, 'not-a-record', 'must be a set of keys and values');
    for (const key of Object.keys(needed))
      if (value[key] === undefined) report(path, 'missing', `needs “${key}”`);
    for (const [key, each] of Object.entries(value)) {
      const shape = Object.hasOwn(needed, key)
        ? needed[key]
        : Object.hasOwn(optional, key)
          ? optional[key]
          : undefined;
      if (!shape) report(below(path, key), 'unknown-key', `is not known; did you mean another word?`);
      else if (each !== undefined) shape(each, below(path, key), report);
    }
  };

/** Which record it is says one of its keys. */
export const choiceBy =
  (key: string, shapes: Readonly<Record<string, Shape>>): Shape =>
  (value, path, report) => {
    const chosen = isRecord(value) ? value[key] : undefined;
    const shape = typeof chosen === 'string' && Object.hasOwn(shapes, chosen) ? shapes[chosen] : undefined;
    if (shape) shape(value, path, report);
    else oneOf(Object.keys(shapes))(chosen, below(path, key), report);
  };
