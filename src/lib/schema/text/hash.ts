import * as buffer from 'lib0/buffer';
import * as sha256 from 'lib0/hash/sha256';
import * as string from 'lib0/string';
import type { ContentNode } from './convert.ts';

/** Not content: where a block stands among others and what it translates. */
const ADDRESS = new Set(['id', 'of', 'ofHash']);
const HASH_BYTES = 15;

/**
 * A short hash of what a block says: the same for the same words, marks and structure, whatever the
 * order of attributes and marks, and whoever it translates. 20 characters, safe in addresses.
 */
export function contentHash(block: ContentNode): string {
  const digest = sha256.digest(string.encodeUtf8(JSON.stringify(canonical(block))));
  return buffer.toBase64UrlEncoded(digest.subarray(0, HASH_BYTES));
}

function canonical(node: ContentNode): unknown[] {
  const marks = (node.marks ?? []).map((mark) => [mark.type, sorted(mark.attrs ?? {})]);
  return [
    node.type,
    sorted(node.attrs ?? {}),
    node.text ?? '',
    marks.map((mark) => JSON.stringify(mark)).sort(),
    (node.content ?? []).map(canonical),
  ];
}

const sorted = (attrs: Readonly<Record<string, unknown>>): [string, unknown][] =>
  Object.keys(attrs)
    .filter((name) => !ADDRESS.has(name) && attrs[name] !== null && attrs[name] !== undefined)
    .sort()
    .map((name) => [name, attrs[name]]);
