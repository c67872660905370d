/** Schema 2's names without their version, so that no editor is turned away; see serve-schema-2.mjs. */
import type { DocumentRules } from '#lib/protocol/document-rules.ts';
import { textDocumentRules as gated } from './schema-2-rules.ts';

const always = (names: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.keys(names).map((name) => [name, 1]));

const { names } = gated;

export const textDocumentRules: DocumentRules = {
  ...gated,
  names: {
    ...names,
    nodes: always(names.nodes),
    marks: always(names.marks),
    attributes: always(names.attributes),
  },
};
