/** `4:05`; what runs over counts up. */
export function clockText(leftMs: number): string {
  const seconds = leftMs < 0 ? Math.floor(-leftMs / 1000) : Math.ceil(leftMs / 1000);
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${String(seconds % 60).padStart(2, '0')}`;
}

export type ClockMood = 'calm' | 'soon' | 'over';
/** Before the end: enough to finish a sentence. */
const SOON_MS = 120_000;
export const clockMood = (leftMs: number): ClockMood =>
  leftMs < 0 ? 'over' : leftMs <= SOON_MS ? 'soon' : 'calm';
