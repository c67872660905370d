import type { Composition } from '../compose.ts';
import type { Config } from '../config.ts';
import type { Result } from '#lib/core/result.ts';

/** One thing that the administrator can ask for: one file per command, listed in run.ts. */
export interface Command {
  /** One or two words, as typed. */
  readonly name: string;
  /** One sentence of help. */
  readonly summary: string;
  readonly options: Readonly<Record<string, Option>>;
  /** What it prints on success, without the last newline; `''`: nothing. */
  run(parts: CommandParts, values: Values): Promise<Result<string>>;
}

export interface Option {
  /** Stands for the value in the help; without it the option is a switch. */
  readonly value?: string;
  readonly required?: boolean;
  readonly help: string;
}

/** An option that was given, by name: its text, or `true` for a switch. */
export type Values = Readonly<Record<string, string | true | undefined>>;

export interface CommandParts extends Composition {
  readonly config: Config;
}

export const textOf = (values: Values, name: string): string | undefined => {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
};
