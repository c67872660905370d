import { fold } from '#lib/core/fold.ts';
import { limits } from '#lib/core/limits.ts';

/**
 * What a password must not be: one rule for the form and for the server. Length counts most (NIST
 * SP 800-63B); no mixture of signs is asked for. Invariant: nothing here keeps, hashes or logs it.
 */
export type PasswordFault = 'missing' | 'too-short' | 'too-long' | 'holds-name' | 'common';

/** What of the account a password must not repeat. */
export interface PasswordOwner {
  readonly name: string;
  readonly email: string | null;
}

/** The same characters, however a keyboard composed them (RFC 8265, OpaqueString). */
export const normalPassword = (password: string): string => password.normalize('NFC');

export function passwordFault(password: string, owner: PasswordOwner): PasswordFault | null {
  const normal = normalPassword(password);
  const length = [...normal].length;
  if (length === 0) return 'missing';
  if (length < limits.passwordLengthMin) return 'too-short';
  if (length > limits.passwordLengthMax) return 'too-long';
  const folded = fold(normal);
  if (namesOf(owner).some((name) => folded.includes(name))) return 'holds-name';
  return isCommon(folded) ? 'common' : null;
}

/** Shorter parts of a name occur in words that have nothing to do with it. */
const NAME_PART_LENGTH_MIN = 4;

function namesOf({ name, email }: PasswordOwner): string[] {
  const parts = fold(name).split(/[^\p{L}\p{N}]+/u);
  const whole = parts.join('');
  const mailbox = email === null ? [] : [fold(email), fold(email).split('@')[0] ?? ''];
  return [...parts, whole, ...mailbox].filter((part) => part.length >= NAME_PART_LENGTH_MIN);
}

/**
 * Words that head every list of leaked passwords, in the languages around; so long a password is common
 * when it is one of them, or several, with digits and signs about them. `@`, `0`, `1`, `3`, `$` stand for letters.
 */
const COMMON_WORDS = [
  'password', 'passwort', 'passwd', 'motdepasse', 'wachtwoord', 'salasana', 'parola', 'contrasena', 'geheim',
  'secret', 'segreto', 'admin', 'administrator', 'administrateur', 'root', 'user', 'utilisateur', 'guest', 'test',
  'login', 'letmein', 'welcome', 'bienvenue', 'benvenuto', 'welkom', 'willkommen', 'tervetuloa', 'changeme',
  'iloveyou', 'jetaime', 'tiamo', 'loulou', 'doudou', 'chouchou', 'princess', 'sunshine', 'football', 'monkey',
  'dragon', 'soleil', 'azerty', 'azertyuiop', 'qsdfghjklm', 'wxcvbn', 'qwerty', 'qwertyuiop', 'asdfghjkl', 'asdfgh',
  'zxcvbnm', 'zxcvbn', 'qwertz', 'qwertzuiop', 'qazwsx', 'abcdefghijklmnopqrstuvwxyz', 'abcdefgh', 'abcdef', 'abcd',
  'abc', 'tandem', 'my', 'mon', 'the', 'le', 'is', 'est',
]; // prettier-ignore

/** Fewer different characters than this are a drumming of keys. */
const DIFFERENT_MIN = 5;

function isCommon(folded: string): boolean {
  if (new Set(folded).size < DIFFERENT_MIN || isRun(folded)) return true;
  const readings = [
    folded,
    folded.replace(/[@013$]/g, (sign) => ({ '@': 'a', '0': 'o', '1': 'i', '3': 'e', $: 's' })[sign] ?? sign),
  ];
  return readings.some((reading) => madeOf(reading.replace(/\P{L}/gu, '')));
}

/** `123456789012`, `abcdefghijkl`, and the same backwards. */
function isRun(text: string): boolean {
  const steps = [...text]
    .slice(1)
    .map((character, index) => character.charCodeAt(0) - text.charCodeAt(index));
  const alike = (step: number) => steps.filter((it) => it === step || it === -9 * step).length;
  return Math.max(alike(1), alike(-1)) >= steps.length - 1;
}

/** Whether nothing is left when the common words are taken away, the longest first. */
function madeOf(letters: string): boolean {
  let rest = letters;
  for (const word of [...COMMON_WORDS].sort((a, b) => b.length - a.length)) rest = rest.replaceAll(word, ' ');
  return rest.trim() === '';
}
