import type { Mark, MarkConfig, Node, NodeConfig } from '@tiptap/core';

/**
 * An extension of the shared schema with the editor's ways added to it: keys, input rules, views.
 * The schema's own fields always win, so that the editor's schema is the shared one exactly
 * (a test compares them).
 */
export type Behaviour = Partial<Omit<NodeConfig & MarkConfig, SchemaField>>;

type SchemaField =
  | 'name'
  | 'content'
  | 'group'
  | 'marks'
  | 'inline'
  | 'atom'
  | 'excludes'
  | 'addAttributes'
  | 'parseHTML'
  | 'renderHTML';

export function withBehaviour(schema: Node | Mark, behaviour: Behaviour): Node | Mark {
  const extend = schema.extend.bind(schema) as (config: unknown) => Node | Mark;
  return extend({ ...behaviour, ...schema.config });
}
