/**
 * The secret of an invitation for as long as this tab is open, so that signing in first, or loading the
 * page again, does not lose it. A browser that refuses storage only asks for the link once more.
 */
const KEY = 'tandem-invitation';

export const keptInvitation = {
  get: (): string | null => attempt(() => sessionStorage.getItem(KEY)),
  set: (secret: string): void => void attempt(() => sessionStorage.setItem(KEY, secret)),
  forget: (): void => void attempt(() => sessionStorage.removeItem(KEY)),
};

function attempt<T>(action: () => T): T | null {
  try {
    return action();
  } catch {
    return null;
  }
}
