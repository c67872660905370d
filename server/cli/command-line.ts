import { parseArgs } from 'node:util';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { ARGUMENT, type Command, type CommandLine, type Option, type Values } from './command.ts';

export type Asked =
  | { readonly kind: 'help' }
  | { readonly kind: 'help-on'; readonly command: Command }
  | { readonly kind: 'run'; readonly command: Command; readonly values: Values };

/** What was typed; the problem's detail is one sentence that says what to type instead. */
export function readCommandLine(args: readonly string[], commands: readonly Command[]): Result<Asked> {
  const firstFlag = args.findIndex((arg) => arg.startsWith('-'));
  const words = firstFlag === -1 ? args : args.slice(0, firstFlag);
  const rest = firstFlag === -1 ? [] : args.slice(firstFlag);
  const wantsHelp = rest.includes('--help') || rest.includes('-h');
  if (words[0] === 'help' || words.length === 0) {
    const stray = rest.find((arg) => arg !== '--help' && arg !== '-h');
    if (stray === undefined) return ok({ kind: 'help' });
    return usage(`Name a command before ${stray}; "help" lists them.`);
  }
  const typed = words.join(' ');
  const command = commands.find(({ name, argument }) =>
    argument ? `${typed} `.startsWith(`${name} `) : name === typed,
  );
  if (!command) return usage(`There is no command "${typed}"; "help" lists them.`);
  if (wantsHelp) return ok({ kind: 'help-on', command });
  const values = readOptions(command, [...words.slice(command.name.split(' ').length), ...rest]);
  return values.ok ? ok({ kind: 'run', command, values: values.value }) : values;
}

function readOptions(command: CommandLine, args: readonly string[]): Result<Values> {
  const entries = Object.entries(command.options);
  const options = Object.fromEntries(
    entries.map(([name, { value }]) => [name, { type: value ? ('string' as const) : ('boolean' as const) }]),
  );
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const values: Record<string, string | true> = {};
  for (const token of tokens) {
    if (token.kind === 'positional' && command.argument && !(ARGUMENT in values)) {
      values[ARGUMENT] = token.value;
      continue;
    }
    if (token.kind === 'positional')
      return usage(`${command.name} takes no "${token.value}"; see "${command.name} --help".`);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(command.options, token.name) ? command.options[token.name] : undefined;
    if (!option)
      return usage(`${command.name} has no option ${token.rawName}; see "${command.name} --help".`);
    if (token.name in values) return usage(`${token.rawName} is given twice.`);
    if (!option.value && token.value !== undefined) return usage(`${token.rawName} takes no value.`);
    // A value that looks like the next option means that this one was forgotten.
    if (option.value && (!token.value || (!token.inlineValue && token.value.startsWith('--'))))
      return usage(`${token.rawName} needs a value: ${token.rawName} ${option.value}.`);
    values[token.name] = token.value ?? true;
  }
  if (command.argument && !values[ARGUMENT]) return usage(`${command.name} needs ${command.argument.value}.`);
  const missing = entries.find(([name, { required }]) => required && !(name in values));
  return missing ? usage(`${command.name} needs ${optionUsage(missing)}.`) : ok(values);
}

export function helpText(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'npm run -s tandem -- COMMAND [OPTIONS]',
    '',
    ...lines,
    '',
    'COMMAND --help lists its options. The data folder is TANDEM_DATA (./data); commands may run beside the server.',
  ].join('\n');
}

export function helpOn({ name, summary, argument, options }: CommandLine): string {
  const entries = Object.entries(options);
  const usages = entries.map((entry) => (entry[1].required ? optionUsage(entry) : `[${optionUsage(entry)}]`));
  const explained: (readonly [string, string])[] = entries.map((entry) => [
    optionUsage(entry),
    entry[1].help,
  ]);
  if (argument) {
    usages.unshift(argument.value);
    explained.unshift([argument.value, argument.help]);
  }
  const width = Math.max(0, ...explained.map(([usage]) => usage.length));
  const lines = explained.map(([usage, help]) => `  ${usage.padEnd(width)}  ${help}`);
  return [
    `npm run -s tandem -- ${[name, ...usages].join(' ')}`,
    '',
    summary,
    ...(lines.length ? ['', ...lines] : []),
  ].join('\n');
}

const optionUsage = ([name, { value }]: readonly [string, Option]): string =>
  value ? `--${name} ${value}` : `--${name}`;

const usage = (detail: string) => problem('usage', detail);
