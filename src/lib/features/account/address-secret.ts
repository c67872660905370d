/**
 * The secret of a link stands behind `#`, so that it reaches no server log, proxy or referrer; it must
 * not stay in the address bar or the history either, where others would find it. Browser only.
 */
export function takeSecretFromAddress(): string | null {
  if (!location.hash) return null;
  const secret = location.hash.slice(1);
  history.replaceState(history.state, '', location.pathname + location.search);
  return secret;
}
