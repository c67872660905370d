/**
 * Progress and refusals of the bootstrap, on stderr only: the stdout of `npm run -s tandem` belongs
 * to the command that is run.
 */

/** What cannot be done, in one sentence for the person at the terminal. */
export class Refusal extends Error {}

/** @param {string} text */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** Runs a script; a refusal is its sentence and exit code 1, anything else is a bug with its stack. */
export async function script(run) {
  try {
    process.exitCode = (await run()) ?? 0;
  } catch (error) {
    const sentence = error instanceof Refusal ? error.message : whyFileFailed(error);
    if (!sentence) throw error;
    say(sentence);
    process.exitCode = 1;
  }
}

function whyFileFailed({ code, path }) {
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'The disk is full: free some space and try again.';
  if (path && ['EACCES', 'EPERM', 'EROFS'].includes(code)) return `Tandem may not write ${path}.`;
  return undefined;
}
