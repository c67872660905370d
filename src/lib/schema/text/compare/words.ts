import type { ContentMark, ContentNode } from '../convert.ts';
import { contentHash } from '../hash.ts';

/** The smallest thing that a reader sees change: a word, a space, a sign, a footnote, a mention. */
export interface Token {
  /** Equal for what reads equal, however it is marked. */
  readonly key: string;
  readonly node: ContentNode;
}

const WORD = /[\p{L}\p{N}\p{M}_]+/gu;
const WORD_OR_SIGN = /[\p{L}\p{N}\p{M}_]+|\s+|[^\p{L}\p{N}\p{M}_\s]/gu;

export const tokensOf = (inline: readonly ContentNode[]): Token[] =>
  inline.flatMap((node) =>
    node.type === 'text'
      ? (node.text?.match(WORD_OR_SIGN) ?? []).map((text) => ({ key: text, node: { ...node, text } }))
      : [{ key: `\n${contentHash(node)}`, node }],
  );

export const marksKey = (marks: readonly ContentMark[] | undefined): string =>
  JSON.stringify((marks ?? []).map(({ type, attrs }) => [type, attrs ?? {}]).sort());

export const wordsIn = (text: string): readonly string[] => text.match(WORD) ?? [];
