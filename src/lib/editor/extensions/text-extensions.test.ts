import { getSchema } from '@tiptap/core';
import type { Schema } from '@tiptap/pm/model';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { BODY } from '#lib/schema/text/convert.ts';
import { textSchema } from '#lib/schema/text/schema.ts';
import { editorExtensions } from './text-extensions.ts';

/** Everything that decides what a document may hold, and in which order. */
const structure = (schema: Schema) =>
  [...Object.values(schema.nodes), ...Object.values(schema.marks)].map(({ name, spec }) => ({
    name,
    content: 'content' in spec ? spec.content : undefined,
    marks: 'marks' in spec ? spec.marks : undefined,
    excludes: 'excludes' in spec ? spec.excludes : undefined,
    inclusive: 'inclusive' in spec ? spec.inclusive : undefined,
    group: spec.group,
    isolating: 'isolating' in spec ? spec.isolating : undefined,
    attributes: Object.entries(spec.attrs ?? {}).map(([key, attribute]) => [
      key,
      attribute.default as unknown,
    ]),
    role: spec.tableRole as unknown,
  }));

test('the editor’s schema is the shared one: it adds keys and views, never content', () => {
  const extensions = editorExtensions(new Y.Doc().getXmlFragment(BODY), {
    canWrite: () => true,
    onUnknownContent: () => undefined,
    mintId: () => 'x',
    texts: { placeholder: '', taskLabel: () => '' },
  });
  expect(structure(getSchema(extensions))).toEqual(structure(textSchema()));
});
