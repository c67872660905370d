/** What a text holds that its publication depends on. Read from it by `schema/text/publication-facts.ts`. */
export interface TextFacts {
  /** Something would be printed: words or a picture. */
  readonly hasWords: boolean;
  /** In the order of the text. */
  readonly spots: readonly TextSpot[];
}

export type TextSpotKind =
  'alt-missing' | 'heading-skipped' | 'table-without-header' | 'email' | 'esco-unlinked' | 'suggestion';

export interface TextSpot {
  readonly kind: TextSpotKind;
  /** The id of the block it is in, where it has one. */
  readonly block: string | null;
  /** As it stands there. */
  readonly detail?: string;
}
