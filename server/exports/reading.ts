import type { PrintWarning, PrintWarningCode } from './print-model.ts';

/** What a text refers to by id only; the caller looks it up, `null` where it is not known or not to be printed. */
export interface Resolver {
  /** What to print for a mention. No names by default: an organisation or a role. */
  person(id: string): string | null;
  evidence(id: string): string | null;
  term(conceptId: string): string | null;
  /** True when the picture is at hand. */
  image(uploadId: string): boolean;
  /** Address of this program, without a slash at the end; `null`: links into it lose their address. */
  readonly origin: string | null;
}

export const noResolver: Resolver = {
  person: () => null,
  evidence: () => null,
  term: () => null,
  image: () => false,
  origin: null,
};

/** Collects what a file cannot show as the text has it, counted by kind. */
export class Warnings {
  readonly #counts = new Map<string, { code: PrintWarningCode; detail: string | undefined; count: number }>();

  add(code: PrintWarningCode, detail?: string): void {
    const key = `${code}\n${detail ?? ''}`;
    const known = this.#counts.get(key);
    if (known) known.count += 1;
    else this.#counts.set(key, { code, detail, count: 1 });
  }

  list(): PrintWarning[] {
    return [...this.#counts.values()].map(({ code, detail, count }) =>
      detail === undefined ? { code, count } : { code, count, detail },
    );
  }
}

/** One reading of one text: what both its blocks and its inline content need. */
export interface Reading {
  readonly resolver: Resolver;
  readonly warnings: Warnings;
  /** Text of the blocks that references point at, by id. */
  readonly targets: ReadonlyMap<string, string>;
  /** Anchors that are already on a block: a repeated id names the first. */
  readonly placed: Set<string>;
}
