/** A broken assertion is a programmer's error: it is never caught to carry on. */
export function assert(condition: unknown, why: string): asserts condition {
  if (!condition) throw new AssertionError(why);
}

export class AssertionError extends Error {
  override name = 'AssertionError';
}

/** Makes a `switch` over a union exhaustive: a new case without a branch does not compile. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable case: ${JSON.stringify(value)}`);
}
