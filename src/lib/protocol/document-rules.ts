/** What a kind of document may contain: the table that E3 and E9 are judged by. */
import { markNameOf, textSchemaNames, type SchemaNames } from '#lib/schema/text/versions.ts';

export interface DocumentRules {
  /** Shared types by name that an update may write into; each is a `Y.XmlFragment`. */
  readonly roots: readonly string[];
  readonly names: SchemaNames;
  /** The mark behind a formatting key. */
  readonly markNameOf: (key: string) => string;
}

export const textDocumentRules: DocumentRules = { roots: ['body'], names: textSchemaNames, markNameOf };
