import { run } from './run.ts';

const printTo = (stream: NodeJS.WriteStream) => (text: string) => void stream.write(`${text}\n`);

process.exitCode = await run(process.argv.slice(2), process.env, {
  out: printTo(process.stdout),
  err: printTo(process.stderr),
  progress: printTo(process.stderr),
});
