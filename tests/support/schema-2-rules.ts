/** What a server of schema 2 judges documents by; see serve-schema-2.mjs. */
import type { DocumentRules } from '#lib/protocol/document-rules.ts';
import { schema2Names } from '#lib/schema/text/testing/schema-2.ts';
import { markNameOf } from '#lib/schema/text/versions.ts';

export const textDocumentRules: DocumentRules = { roots: ['body'], names: schema2Names, markNameOf };
