import { messages, problemMessages } from '#lib/i18n/messages.svelte.ts';

/** What went wrong with a link, and what to do about it. Called while a component is being set up. */
export function signInProblems(): (code: string) => string {
  const t = messages();
  const other = problemMessages();
  return (code) => {
    switch (code) {
      case 'link-unknown':
      case 'link-used':
      case 'link-expired':
        return t(`auth.problem.${code}`);
      default:
        return other(code);
    }
  };
}
