import type { ActionResult, SubmitFunction } from '@sveltejs/kit';

/**
 * How the sending of one form stands: `use:enhance={sending.submit()}`. What was typed stays in the
 * fields whatever the answer; a server that did not answer is told apart from one that refused.
 */
export class FormSending {
  busy = $state(false);
  interrupted = $state(false);

  /** `settled` is called with the answer, after the page has taken it over. */
  submit(settled?: (result: ActionResult) => void | Promise<void>): SubmitFunction {
    return ({ cancel }) => {
      // A second press while the first is on its way.
      if (this.busy) return cancel();
      this.busy = true;
      this.interrupted = false;
      return async ({ result, update }) => {
        this.interrupted = result.type === 'error';
        if (!this.interrupted) await update({ reset: false });
        this.busy = false;
        await settled?.(result);
      };
    };
  }
}
