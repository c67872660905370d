/** What the sign can say. The connection decides which it is; this is only how it is shown and spoken. */

export type SavedState =
  | 'saved'
  | 'saving'
  | 'connecting'
  | 'reconnecting'
  | 'offline'
  | 'unkept'
  | 'refused'
  | 'storage'
  | 'reload'
  | 'signed-out'
  | 'closed'
  | 'readonly';

export type SavedTone = 'quiet' | 'busy' | 'attention' | 'trouble';

export const savedTone: Record<SavedState, SavedTone> = {
  saved: 'quiet',
  readonly: 'quiet',
  saving: 'busy',
  connecting: 'busy',
  reconnecting: 'busy',
  offline: 'attention',
  reload: 'attention',
  'signed-out': 'attention',
  closed: 'attention',
  unkept: 'trouble',
  refused: 'trouble',
  storage: 'trouble',
};

/**
 * Whether to speak a state to a screen reader, given the last one spoken. Saving and saved follow
 * each other at every key: only what asks for attention is spoken, and then that it is over.
 */
export function worthSpeaking(state: SavedState, spoken: SavedState | null): boolean {
  if (state === spoken) return false;
  const tone = savedTone[state];
  if (tone === 'busy') return false;
  return tone !== 'quiet' || spoken !== null;
}
