/** How a text begins: what its page shows until the editor is there. Made by `schema/text/markup.ts`. */
export interface Beginning {
  /** Safe to put into a page: words and attributes are escaped, elements are those of the schema. */
  readonly html: string;
  /** The text ends where this ends. */
  readonly isWhole: boolean;
}
