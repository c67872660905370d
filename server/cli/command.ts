import type { Composition } from '../compose.ts';
import type { Config } from '../config.ts';
import type { Result } from '#lib/core/result.ts';

/** One thing that the administrator can ask for: one file per command, listed in run.ts. */
export type Command = CommandLine &
  (
    | {
        /** What it prints on success, without the last newline; `''`: nothing. */
        run(parts: CommandParts, values: Values): Promise<Result<string>>;
      }
    | {
        /** For what replaces the data: nothing of it is open. */
        runOnFolder(place: CommandPlace, values: Values): Promise<Result<string>>;
      }
  );

export interface CommandLine {
  /** One or two words, as typed. */
  readonly name: string;
  /** One sentence of help. */
  readonly summary: string;
  /** What is typed after the name without an option, such as `FILE`; it is required. */
  readonly argument?: { readonly value: string; readonly help: string };
  readonly options: Readonly<Record<string, Option>>;
}

export interface Option {
  /** Stands for the value in the help; without it the option is a switch. */
  readonly value?: string;
  readonly required?: boolean;
  readonly help: string;
}

/** An option that was given, by name: its text, or `true` for a switch. */
export type Values = Readonly<Record<string, string | true | undefined>>;

export interface CommandPlace {
  readonly config: Config;
  /** What a long command is doing now. */
  readonly progress: (line: string) => void;
}

export interface CommandParts extends Composition, CommandPlace {}

/** By this name a command finds its argument among the values. */
export const ARGUMENT = 'argument';

export const textOf = (values: Values, name: string): string | undefined => {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
};
