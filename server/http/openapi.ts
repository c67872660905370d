import { proseKinds } from '#lib/domain/deliverable/work.ts';
import { schemas } from './openapi-schemas.ts';
import { text, integer, flag, ref, list, json, refused, param, body, FORMATS } from './openapi-words.ts';

/** The API, described (OpenAPI 3.1). A test holds it against the routes under `src/routes/api/v1`. */
export const openApi = {
  openapi: '3.1.0',
  info: { title: 'Tandem', version: '1', license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' } },
  servers: [{ url: '/api/v1' }],
  security: [{ bearer: [] }],
  paths: {
    '/openapi.json': {
      get: {
        summary: 'This description',
        security: [],
        responses: { 200: json('OpenAPI 3.1', { type: 'object' }) },
      },
    },
    '/partnerships': {
      get: {
        summary: 'Partnerships you belong to',
        responses: { 200: json('List', list('Partnership')), default: refused },
      },
    },
    '/partnerships/{partnership}/documents': {
      parameters: [param('partnership')],
      get: {
        summary: 'Documents you may read',
        responses: { 200: json('List', list('DocumentInList')), default: refused },
      },
      post: {
        summary:
          'Create a prose document; a sheet of the evidence library begins with the headings of its kind',
        requestBody: body(
          {
            title: text,
            kind: { enum: proseKinds, default: 'free' },
            language: { ...text, description: 'BCP 47' },
          },
          ['title', 'language'],
        ),
        responses: { 201: json('Created', { type: 'object', properties: { id: text } }), default: refused },
      },
    },
    '/partnerships/{partnership}/search': {
      parameters: [
        param('partnership'),
        { name: 'q', in: 'query', schema: text },
        { name: 'recent', in: 'query', schema: { type: 'array', items: text } },
      ],
      get: {
        summary:
          'Texts that you may read, people, organisations, activities and terms by words of their names, in any order, without accents. Without words the texts: those named by `recent`, then those changed last',
        responses: { 200: json('List, best first', list('SearchHit')), default: refused },
      },
    },
    '/partnerships/{partnership}/notifications': {
      parameters: [param('partnership'), { name: 'only', in: 'query', schema: { enum: ['count'] } }],
      get: {
        summary:
          'What needs you, and what happened that concerns you; with `only=count` how much of it is new',
        responses: { 200: json('Notifications', ref('Notifications')), default: refused },
      },
    },
    '/partnerships/{partnership}/notifications/seen': {
      parameters: [param('partnership')],
      post: {
        summary: 'Say that you have looked at them: hand back `look`. What came meanwhile stays new',
        requestBody: body({ atMs: integer, needs: { type: 'array', items: text } }, ['atMs', 'needs']),
        responses: { 204: { description: 'Kept' }, default: refused },
      },
    },
    '/partnerships/{partnership}/publications': {
      parameters: [param('partnership')],
      get: {
        summary: 'What was published of works that you may read, newest first',
        responses: { 200: json('List', list('Publication')), default: refused },
      },
    },
    '/partnerships/{partnership}/publications/{publication}': {
      parameters: [param('partnership'), param('publication')],
      get: {
        summary: 'A publication, with its files',
        responses: { 200: json('Publication', ref('Publication')), default: refused },
      },
    },
    '/partnerships/{partnership}/publications/{publication}/files/{file}': {
      parameters: [param('partnership'), param('publication'), param('file')],
      get: {
        summary: 'A published file, such as `fr.pdf`; its bytes never change',
        responses: { 200: { description: 'The file, as an attachment' }, default: refused },
      },
    },
    '/documents/{document}': {
      parameters: [
        param('document'),
        { name: 'format', in: 'query', schema: { enum: ['json', 'md', 'html'] } },
      ],
      get: {
        summary: 'A document: about it, or with `format` its text',
        responses: {
          200: {
            description:
              'Without `format`: about the document. `json`: ProseMirror JSON of the body. `md`, `html`: its text.',
            content: {
              'application/json': { schema: ref('Document') },
              'text/markdown': {},
              'text/html': {},
            },
          },
          default: refused,
        },
      },
    },
    '/documents/{document}/access': {
      parameters: [param('document')],
      get: {
        summary: 'Who may do what on it, and why',
        responses: { 200: json('Access', ref('DocumentAccess')), default: refused },
      },
    },
    '/documents/{document}/lock': {
      parameters: [param('document')],
      put: {
        summary: 'Lock it: from then on everybody reads and comments. For who manages it.',
        responses: { 200: json('Locked', ref('Lock')), default: refused },
      },
      delete: {
        summary: 'Unlock it',
        responses: { 200: json('Unlocked', ref('Lock')), default: refused },
      },
    },
    '/documents/{document}/languages': {
      parameters: [param('document')],
      post: {
        summary: 'Begin the text in another language of the partnership; 200 when it has begun already',
        requestBody: body({ language: text, title: text }, ['language']),
        responses: {
          201: json('Begun', { type: 'object', properties: { id: text } }),
          200: json('Had begun already', { type: 'object', properties: { id: text } }),
          default: refused,
        },
      },
    },
    '/documents/{document}/outline': {
      parameters: [param('document'), { name: 'block', in: 'query', schema: text }],
      get: {
        summary: 'Headings of a text, and with `block` the first words of that place',
        responses: { 200: json('Outline', ref('Outline')), default: refused },
      },
    },
    '/documents/{document}/people': {
      parameters: [param('document')],
      get: {
        summary: 'People who can be mentioned in a text',
        responses: { 200: json('List', list('MentionablePerson')), default: refused },
      },
    },
    '/documents/{document}/exports': {
      parameters: [param('document')],
      post: {
        summary: 'Ask for a file of the text',
        requestBody: body({ format: { enum: FORMATS } }, ['format']),
        responses: { 202: json('Accepted', ref('Export')), default: refused },
      },
    },
    '/documents/{document}/versions': {
      parameters: [param('document')],
      get: {
        summary: 'The past of a text: named moments, restorations, stretches of writing',
        responses: { 200: json('History', ref('History')), default: refused },
      },
      post: {
        summary: 'Name the present moment of the work in all its languages, or with `seq` an earlier one',
        requestBody: body({ name: text, seq: integer }, ['name']),
        responses: { 201: json('Named', { type: 'object', properties: { id: text } }), default: refused },
      },
    },
    '/documents/{document}/versions/{version}': {
      parameters: [param('document'), param('version')],
      patch: {
        summary: 'Give a named moment another name',
        requestBody: body({ name: text }, ['name']),
        responses: { 204: { description: 'Renamed' }, default: refused },
      },
      delete: {
        summary: 'Forget a name; the text of that moment stays in the history',
        responses: { 204: { description: 'Forgotten' }, default: refused },
      },
    },
    '/documents/{document}/states/{seq}': {
      parameters: [param('document'), param('seq')],
      get: {
        summary: 'The text as it stood after update `seq`',
        responses: {
          200: json('State', {
            type: 'object',
            properties: { seq: integer, content: { type: 'object', description: 'ProseMirror JSON' } },
          }),
          default: refused,
        },
      },
    },
    '/documents/{document}/restorations': {
      parameters: [param('document')],
      post: {
        summary: 'Put the state after update `seq` back, as an edit that changes no more than the difference',
        requestBody: body({ seq: integer }, ['seq']),
        responses: {
          200: json('Restored', { type: 'object', properties: { head: integer, changed: flag } }),
          default: refused,
        },
      },
    },
    '/documents/{document}/authorship': {
      parameters: [param('document')],
      get: {
        summary: 'Who wrote with which Yjs client id, and who they are',
        responses: {
          200: json('Authorship', {
            type: 'object',
            properties: {
              clients: { type: 'object', additionalProperties: text },
              authors: { type: 'object', additionalProperties: ref('TextAuthor') },
            },
          }),
          default: refused,
        },
      },
    },
    '/documents/{document}/uploads': {
      parameters: [param('document')],
      post: {
        summary: 'Send a picture for the text: JPEG, PNG or WebP; it is kept without its metadata',
        requestBody: {
          required: true,
          content: { 'application/octet-stream': {}, 'image/jpeg': {}, 'image/png': {}, 'image/webp': {} },
        },
        responses: { 201: json('Kept', ref('Upload')), default: refused },
      },
    },
    '/documents/{document}/uploads/{upload}': {
      parameters: [param('document'), param('upload')],
      put: {
        summary: 'Take a picture of another text that you may read into this one',
        responses: { 200: json('Kept', ref('Upload')), default: refused },
      },
    },
    '/workshops/{workshop}/seating': {
      parameters: [param('workshop')],
      get: {
        summary: 'How well the present seats keep the rules, and why not. For who steers workshops',
        responses: { 200: json('Seating', ref('SeatingReport')), default: refused },
      },
      post: {
        summary:
          'Seat everybody by the rules; with `keep` only who has no seat, or whose table lacks something. Only for who takes part as a facilitator',
        requestBody: body({ keep: flag }, []),
        responses: { 200: json('Seated', ref('SeatingReport')), default: refused },
      },
    },
    '/exports/{export}': {
      parameters: [param('export')],
      get: {
        summary: 'How far an export is',
        responses: { 200: json('Export', ref('Export')), default: refused },
      },
    },
    '/exports/{export}/file': {
      parameters: [param('export')],
      get: {
        summary: 'The file',
        responses: { 200: { description: 'The file, as an attachment' }, default: refused },
      },
    },
  },
  components: {
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    schemas,
  },
} as const;
