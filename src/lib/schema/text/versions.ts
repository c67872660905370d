/**
 * Which version of the text schema brought each name. An editor removes what its schema does not
 * know, so a newer name must never reach an older editor: the server raises a document's minimum
 * version when a name of that version is first used, and turns older editors away (E9).
 *
 * Adding a node, a mark or an attribute: give it the next version here, raise
 * `TEXT_SCHEMA_VERSION`, and say in `values.ts` which values it accepts. A test compares this table
 * with the schema.
 */
export const TEXT_SCHEMA_VERSION = 1;

export interface SchemaNames {
  readonly version: number;
  readonly nodes: Readonly<Record<string, number>>;
  readonly marks: Readonly<Record<string, number>>;
  /** Attributes of nodes. Flat: a name means the same on every node that has it. */
  readonly attributes: Readonly<Record<string, number>>;
  readonly markAttributes: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const since = (version: number, ...names: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(names.map((name) => [name, version]));

export const textSchemaNames: SchemaNames = {
  version: TEXT_SCHEMA_VERSION,
  nodes: {
    ...since(1, 'doc', 'text', 'paragraph', 'heading', 'bulletList', 'orderedList', 'listItem'),
    ...since(1, 'taskList', 'taskItem', 'blockquote', 'codeBlock', 'horizontalRule', 'hardBreak'),
    ...since(1, 'table', 'tableRow', 'tableCell', 'tableHeader', 'image', 'callout'),
    ...since(1, 'details', 'detailsSummary', 'footnote'),
    ...since(1, 'mention', 'citation', 'crossReference', 'glossaryTerm'),
  },
  marks: {
    ...since(1, 'bold', 'italic', 'underline', 'strike', 'code', 'subscript', 'superscript'),
    ...since(1, 'highlight', 'link', 'lang', 'insertion', 'deletion', 'modification'),
  },
  attributes: {
    ...since(1, 'id', 'lang', 'of', 'ofHash'),
    ...since(1, 'level', 'start', 'checked', 'language', 'colspan', 'rowspan', 'colwidth'),
    ...since(1, 'src', 'alt', 'decorative', 'caption', 'width', 'kind'),
    ...since(1, 'person', 'evidence', 'locator', 'target', 'concept', 'form'),
  },
  markAttributes: {
    link: since(1, 'href'),
    lang: since(1, 'lang'),
    insertion: since(1, 'id'),
    deletion: since(1, 'id'),
    modification: since(1, 'id', 'type', 'attrName', 'previousValue', 'newValue'),
  },
};

const NOT_BLOCKS: ReadonlySet<string> = new Set([
  ...['doc', 'text', 'hardBreak', 'footnote'],
  ...['mention', 'citation', 'crossReference', 'glossaryTerm'],
]);

/** True for the nodes that carry the block attributes, and so an address. */
export const isBlockName = (name: string): boolean =>
  textSchemaNames.nodes[name] !== undefined && !NOT_BLOCKS.has(name);

export interface KnownNames {
  readonly nodes: ReadonlySet<string>;
  readonly marks: ReadonlySet<string>;
  readonly attributes: ReadonlySet<string>;
}

/** The names that an editor with this schema version understands. */
export function knownTo(version: number, names: SchemaNames = textSchemaNames): KnownNames {
  const upTo = (table: Readonly<Record<string, number>>): ReadonlySet<string> =>
    new Set(Object.keys(table).filter((name) => (table[name] ?? Infinity) <= version));
  return { nodes: upTo(names.nodes), marks: upTo(names.marks), attributes: upTo(names.attributes) };
}

const HASHED = /^(.+)--[A-Za-z0-9+/=]{8}$/;

/** The mark behind a formatting key: marks that may overlap themselves are stored as `name--hash`. */
export const markNameOf = (key: string): string => HASHED.exec(key)?.[1] ?? key;
