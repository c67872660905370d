import { compose } from '../compose.ts';
import { readConfig } from '../config.ts';
import { problem, type Problem, type Result } from '#lib/core/result.ts';
import { isStorageTrouble } from '#server/ports/storage-trouble.ts';
import type { Command, Values } from './command.ts';
import { helpOn, helpText, readCommandLine } from './command-line.ts';
import { exampleCommand } from './example.ts';
import { linkCommand } from './link.ts';
import { backupCommand } from './backup.ts';
import { migrateCommand } from './migrate.ts';
import { restoreCommand } from './restore.ts';
import { tokenCreateCommand } from './token-create.ts';
import { userCreateCommand } from './user-create.ts';
import { verifyCommand } from './verify.ts';

/**
 * cli/ is the administrator's way in: the same services as the pages, over its own connection to the
 * same database, beside a running server or without one. It decides nothing that the services do not.
 */
const commands: readonly Command[] = [
  migrateCommand,
  exampleCommand,
  userCreateCommand,
  tokenCreateCommand,
  linkCommand,
  verifyCommand,
  backupCommand,
  restoreCommand,
];

const DONE = 0;
const FAILED = 1;
const MISTYPED = 2;

interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** What a long command is doing. */
  readonly progress?: (text: string) => void;
}

/** Runs one command line to its end; resolves to the exit code. What is printed goes through `output`. */
export async function run(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  { out, err, progress = () => undefined }: Output,
): Promise<number> {
  const asked = readCommandLine(args, commands);
  if (!asked.ok) {
    err(sentenceOf(asked.problem));
    return MISTYPED;
  }
  if (asked.value.kind !== 'run') {
    out(asked.value.kind === 'help' ? helpText(commands) : helpOn(asked.value.command));
    return DONE;
  }
  const { command, values } = asked.value;
  const done = await carryOut(command, values, env, now(progress));
  if (done.ok) {
    if (done.value) out(done.value);
    return DONE;
  }
  err(sentenceOf(done.problem));
  return done.problem.code === 'usage' ? MISTYPED : FAILED;
}

async function carryOut(
  command: Command,
  values: Values,
  env: Readonly<Record<string, string | undefined>>,
  progress: (line: string) => void,
): Promise<Result<string>> {
  const config = readConfig(env);
  if (!config.ok) return config;
  const place = { config: config.value, progress };
  try {
    if ('runOnFolder' in command) return await command.runOnFolder(place, values);
    const composed = await compose(config.value, { lockFolder: false });
    if (!composed.ok) return composed;
    try {
      return await command.run({ ...composed.value, ...place }, values);
    } finally {
      await composed.value.close();
    }
  } catch (error) {
    if (!isStorageTrouble(error)) throw error;
    return problem(
      'storage-failed',
      `The disk that holds ${config.value.dataDir} cannot be written: ${error.message}.`,
    );
  }
}

/** At most a line a second: a person reads along, and a log file stays short. */
function now(print: (line: string) => void): (line: string) => void {
  let lastMs = performance.now();
  return (line) => {
    if (performance.now() - lastMs < PROGRESS_EVERY_MS) return;
    lastMs = performance.now();
    print(line);
  };
}
const PROGRESS_EVERY_MS = 1_000;

const sentenceOf = ({ code, detail, fields }: Problem): string => {
  const named = Object.entries(fields ?? {}).map(
    ([field, what]) => `--${field} is ${fieldWords[what] ?? what}`,
  );
  return named.length > 0 ? `${named.join(', ')}.` : (detail ?? code);
};

const fieldWords: Readonly<Record<string, string>> = {
  missing: 'missing',
  unknown: 'not one that can be used',
  'no-address': 'not one that can be used',
  'too-long': 'too long',
};
