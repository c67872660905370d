import { proseKinds } from '#lib/domain/deliverable/work.ts';
import { text, integer, number, flag, nullable, ref, RIGHTS, FORMATS } from './openapi-words.ts';

/** The shapes of what the API takes and answers. */
export const schemas = {
  Problem: {
    type: 'object',
    required: ['type', 'title', 'status', 'code'],
    properties: {
      type: text,
      title: text,
      status: integer,
      code: text,
      detail: text,
      fields: { type: 'object', additionalProperties: text },
    },
  },
  Partnership: {
    type: 'object',
    properties: {
      id: text,
      titles: { type: 'object', additionalProperties: text },
      horizon: nullable(integer),
      workingLanguage: text,
      languages: { type: 'array', items: text },
      example: flag,
    },
  },
  SeatingReport: {
    type: 'object',
    description:
      'Which seating rules hold, at each table and in all, and by stable codes why others could not be kept',
  },
  Publication: {
    type: 'object',
    properties: {
      id: text,
      workId: text,
      code: nullable(text),
      titles: { type: 'object', additionalProperties: text },
      label: text,
      licence: { type: 'object', properties: { id: text, name: text, url: text } },
      state: { enum: ['making', 'published', 'failed', 'withdrawn'] },
      organisation: nullable(text),
      atMs: { ...integer, description: 'When the texts were frozen, milliseconds since the Unix epoch' },
      made: { type: 'object', properties: { files: integer, of: integer } },
      problem: nullable(text),
      withdrawal: nullable({
        type: 'object',
        properties: { atMs: integer, reason: text, organisation: nullable(text) },
      }),
      checks: {
        type: 'array',
        items: { type: 'object', properties: { kind: text, rule: text, level: text } },
      },
      languages: { type: 'array', items: text },
      files: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            id: text,
            url: text,
            language: text,
            format: { enum: FORMATS },
            name: text,
            mime: text,
            sha256: text,
            sizeBytes: integer,
            sources: { type: 'object', additionalProperties: integer },
          },
        },
      },
      movedOn: {
        type: 'array',
        items: { type: 'object', properties: { documentId: text, language: text } },
      },
    },
  },
  History: {
    type: 'object',
    properties: {
      head: integer,
      versions: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            id: text,
            kind: { enum: ['named', 'restored'] },
            name: text,
            seq: integer,
            restoredSeq: nullable(integer),
            personId: nullable(text),
            mayChange: flag,
            atMs: { ...integer, description: 'Milliseconds since the Unix epoch' },
          },
        },
      },
      periods: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            firstSeq: integer,
            lastSeq: integer,
            startedAtMs: integer,
            endedAtMs: integer,
            authors: { type: 'array', items: text },
          },
        },
      },
      authors: { type: 'object', additionalProperties: ref('TextAuthor') },
      mayWrite: flag,
    },
  },
  TextAuthor: {
    type: 'object',
    properties: {
      id: text,
      name: text,
      organisation: nullable(text),
      country: nullable(text),
      former: flag,
    },
  },
  Outline: {
    type: 'object',
    properties: {
      id: text,
      title: text,
      language: nullable(text),
      code: nullable(text),
      state: text,
      headings: {
        type: 'array',
        items: { type: 'object', properties: { id: text, level: integer, text } },
      },
      place: nullable({
        type: 'object',
        properties: { id: text, text, isHeading: flag, opening: text },
      }),
    },
  },
  MentionablePerson: {
    type: 'object',
    properties: { id: text, name: text, organisation: nullable(text) },
  },
  DocumentInList: {
    type: 'object',
    properties: {
      id: text,
      title: text,
      language: nullable(text),
      code: nullable(text),
      work: text,
      kind: { enum: proseKinds },
      state: text,
      head: integer,
      locked: flag,
      right: { enum: RIGHTS },
    },
  },
  Document: {
    type: 'object',
    properties: {
      id: text,
      title: text,
      language: nullable(text),
      kind: { enum: proseKinds },
      state: text,
      work: text,
      partnership: text,
      head: { ...integer, description: 'Sequence number of the last committed update' },
      minSchema: integer,
      locked: flag,
      right: { enum: RIGHTS },
      versions: {
        type: 'array',
        items: { type: 'object', properties: { id: text, language: nullable(text), title: text } },
      },
    },
  },
  Lock: { type: 'object', required: ['locked'], properties: { locked: flag } },
  RightReason: {
    type: 'object',
    description: 'A right, and where it comes from',
    properties: {
      right: { enum: RIGHTS },
      role: text,
      scope: {
        type: 'object',
        required: ['kind'],
        properties: {
          kind: { enum: ['all', 'country', 'language', 'work'] },
          country: text,
          language: text,
          workId: text,
        },
      },
      ofRole: { enum: RIGHTS, description: 'What the role alone would give' },
      loweredBy: { enum: ['state', 'lock', 'scope'] },
    },
  },
  DocumentAccess: {
    type: 'object',
    properties: {
      documentId: text,
      workId: text,
      partnershipId: text,
      language: nullable(text),
      ownerCountry: nullable(text),
      state: text,
      lock: nullable({
        type: 'object',
        properties: {
          by: nullable({ type: 'object', properties: { personId: text, name: text } }),
          atMs: nullable(integer),
        },
      }),
      own: ref('RightReason'),
      mayLock: flag,
      mayManagePeople: flag,
      people: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            id: text,
            name: text,
            organisation: nullable(text),
            country: nullable(text),
            reason: ref('RightReason'),
          },
        },
      },
    },
  },
  SearchHit: {
    description:
      'A `document` with title, language, code and changedAtMs; a `person` or `organisation` with name and country; an `activity` or `concept` with titles by language',
    type: 'object',
    required: ['kind', 'id'],
    properties: {
      kind: { enum: ['document', 'person', 'organisation', 'activity', 'concept'] },
      id: text,
      title: text,
      language: nullable(text),
      code: nullable(text),
      changedAtMs: integer,
      titles: { type: 'object', additionalProperties: text },
      name: text,
      organisation: nullable(text),
      country: nullable(text),
    },
  },
  Notifications: {
    description: 'With `only=count` the count alone',
    type: 'object',
    required: ['count'],
    properties: {
      count: { ...integer, description: 'How many needs and entries are new' },
      sinceMs: { ...integer, description: 'From when on things are new' },
      needs: {
        type: 'array',
        description: 'The most pressing first; what each holds depends on its kind',
        items: { type: 'object', required: ['kind', 'isNew'], properties: { kind: text, isNew: flag } },
      },
      entries: {
        type: 'array',
        description: 'Newest first; what each holds depends on its kind',
        items: {
          type: 'object',
          required: ['kind', 'atMs', 'isNew'],
          properties: {
            kind: {
              enum: ['wrote', 'created', 'named', 'restored', 'joined', 'locked', 'roles-changed'],
            },
            atMs: integer,
            isNew: flag,
          },
        },
      },
      authors: { type: 'object', description: 'By person id: name, organisation, country' },
      organisations: { type: 'object', description: 'By id: name, country' },
      look: {
        type: 'object',
        properties: { atMs: integer, needs: { type: 'array', items: text } },
      },
    },
  },
  Upload: {
    type: 'object',
    properties: {
      id: text,
      url: { ...text, description: 'Where it is shown from, with the rights of its work' },
      mime: { enum: ['image/jpeg', 'image/png'] },
      width: integer,
      height: integer,
      sizeBytes: integer,
    },
  },
  Export: {
    type: 'object',
    properties: {
      id: text,
      documentId: text,
      format: { enum: FORMATS },
      state: { enum: ['queued', 'running', 'done', 'failed'] },
      progress: { ...number, minimum: 0, maximum: 1 },
      url: nullable(text),
      name: nullable(text),
      sizeBytes: nullable(integer),
      warnings: {
        type: 'array',
        items: { type: 'object', properties: { code: text, count: integer, detail: text } },
      },
      problem: nullable(ref('Problem')),
    },
  },
};
