/** Rule E9's side of validation: since which schema version a struct's names are known. */
import type { DocumentRules } from './document-rules.ts';
import { contentKinds, sharedTypes, type Struct } from './scan-update.ts';

/** These are the frame of a text, never elements within it. */
const NOT_ELEMENTS = new Set(['doc', 'text']);
const VALUE_LENGTH_MAX = 20_000;
const NESTING_MAX = 4;

/** The version, or `null`: no version has it, or its value is no plain data. */
export function sinceWhen(struct: Struct, slot: string | null, rules: DocumentRules): number | null {
  const { names } = rules;
  switch (struct.kind) {
    case contentKinds.type:
      if (struct.sharedType === sharedTypes.xmlText) return 1;
      if (struct.sharedType !== sharedTypes.xmlElement || NOT_ELEMENTS.has(struct.name)) return null;
      return own(names.nodes, struct.name);
    case contentKinds.format:
      return markSince(rules.markNameOf(struct.name), struct.values[0], rules);
    case contentKinds.any:
      if (slot === null || !struct.values.every((value) => value === undefined || isPlain(value)))
        return null;
      return own(names.attributes, slot);
    default:
      return 1;
  }
}

/** A mark's value is `null` where it ends, else its attributes; an attribute may be newer than its mark. */
function markSince(mark: string, value: unknown, { names }: DocumentRules): number | null {
  let since = own(names.marks, mark);
  if (since === null || value === null || value === true) return since;
  if (typeof value !== 'object' || Array.isArray(value) || !isPlain(value)) return null;
  for (const attribute of Object.keys(value)) {
    const attributeSince = own(names.markAttributes[mark] ?? {}, attribute);
    if (attributeSince === null) return null;
    since = Math.max(since, attributeSince);
  }
  return since;
}

/** Own properties only: `constructor` is no node. */
const own = (table: Readonly<Record<string, number>>, name: string): number | null =>
  Object.hasOwn(table, name) ? (table[name] ?? null) : null;

function isPlain(value: unknown, depth = 0): boolean {
  if (depth > NESTING_MAX) return false;
  switch (typeof value) {
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'string':
      return value.length <= VALUE_LENGTH_MAX;
    case 'object':
      return value === null || Object.values(value).every((each) => isPlain(each, depth + 1));
    default:
      return false;
  }
}
