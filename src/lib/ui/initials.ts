/** Two letters for a person: first and last word of the name. `Anna-Liisa Virtanen` → AV. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /\p{L}|\p{N}/u.test(word));
  const first = firstLetter(words[0]);
  const last = words.length > 1 ? firstLetter(words.at(-1)) : '';
  return (first + last).toLocaleUpperCase() || '?';
}

const firstLetter = (word: string | undefined): string => word?.match(/\p{L}|\p{N}/u)?.[0] ?? '';
