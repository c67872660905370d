import type { AreaMessages, Catalogue, PageCatalogue } from './areas.ts';

const PLAIN = 'aceghijklnorstuwyzACEGHIJKLNORSTUWYZ';
const ACCENTED = 'åçéĝĥîĵķļñöŕšţûŵýžÅÇÉĜĤÎĴĶĻÑÖŔŠŢÛŴÝŽ';

/** Finnish and German labels are about a third longer than English ones, short ones half as long again. */
function paddingFor(length: number): string {
  const signs = Math.ceil(length * (length < 12 ? 0.5 : 0.35));
  // In words of their own where there are many: a sentence grows, not its last word.
  return '~'.repeat(signs).replaceAll(/~{7}(?=~)/g, '~~~~~~~ ');
}

/** Text outside of braces is accented; what ICU reads stays, and the text of its options is accented too. */
function accent(source: string): string {
  let [out, depth] = ['', 0];
  // Inside `{…}` depth is odd; the options of a plural or select hold text again, at an even depth.
  for (const sign of source) {
    if (sign === '{') depth += 1;
    else if (sign === '}') depth -= 1;
    const at = depth % 2 === 0 ? PLAIN.indexOf(sign) : -1;
    out += at < 0 ? sign : ACCENTED[at];
  }
  return out;
}

export const pseudoText = (source: string): string => `⟦${accent(source)}${paddingFor(source.length)}⟧`;

const pseudoArea = (area: AreaMessages): AreaMessages =>
  Object.fromEntries(
    Object.entries(area).map(([key, value]) => [
      key,
      typeof value === 'string'
        ? pseudoText(value)
        : Object.fromEntries(Object.entries(value).map(([inner, text]) => [inner, pseudoText(text)])),
    ]),
  );

/** The catalogue of the pseudo-locale, made from the English one. */
export const pseudoCatalogue = <T extends PageCatalogue | Catalogue>(english: T): T =>
  Object.fromEntries(Object.entries(english).map(([area, messages]) => [area, pseudoArea(messages)])) as T;
