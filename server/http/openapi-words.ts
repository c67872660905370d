/** Small words in which the description of the API is written (OpenAPI 3.1, JSON Schema). */
export const text = { type: 'string' } as const;
export const integer = { type: 'integer' } as const;
export const number = { type: 'number' } as const;
export const flag = { type: 'boolean' } as const;
export const nullable = (schema: object) => ({ oneOf: [schema, { type: 'null' }] });
export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
export const list = (name: string) => ({
  type: 'object',
  required: ['items', 'next'],
  properties: { items: { type: 'array', items: ref(name) }, next: nullable(text) },
});
export const json = (description: string, schema: object) => ({
  description,
  content: { 'application/json': { schema } },
});
export const refused = {
  description: 'Refused: RFC 9457 problem details with a stable `code`',
  content: { 'application/problem+json': { schema: ref('Problem') } },
};
export const param = (name: string) => ({ name, in: 'path', required: true, schema: text });
export const body = (properties: object, required: readonly string[]) => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', required, properties } } },
});

export const RIGHTS = ['read', 'comment', 'suggest', 'write', 'manage'];
export const FORMATS = ['pdf', 'docx', 'odt', 'html', 'md', 'epub'];
