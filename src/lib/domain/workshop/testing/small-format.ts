import { stageDefaults } from '../complete-format.ts';
import type { Format, Stage } from '../format.ts';

/** The smallest format that passes its check, for tests to change. */
export const format = (changes: Partial<Format> = {}): Format => ({
  id: 'small',
  names: { en: 'Small' },
  intents: { en: 'To try.' },
  family: 'think',
  group: { min: 2, ideal: 4, max: 8, perTable: [2, 4] },
  minutes: 5,
  roles: ['facilitator', 'host', 'scribe', 'participant'],
  kinds: [
    { id: 'idea', names: { en: 'Idea' } },
    { id: 'story', names: { en: 'Story' }, sensitive: true },
    { id: 'reply', names: { en: 'Reply' }, needsParent: true },
  ],
  zones: [
    { id: 'wall', names: { en: 'Wall' }, layout: 'grid' },
    { id: 'notes', names: { en: 'Notes' }, layout: 'list', privateTo: 'author' },
    { id: 'secret', names: { en: 'Secret' }, layout: 'list', privateTo: 'host' },
  ],
  stages: [stage({})],
  rules: [],
  harvest: [],
  variants: [],
  pitfalls: [],
  sources: [],
  confidence: 'low',
  ...changes,
});

export const stage = (changes: Partial<Stage>): Stage => ({
  id: 'work',
  names: { en: 'Work' },
  prompts: { en: 'Write what comes to mind.' },
  minutes: 5,
  mode: 'table',
  ...stageDefaults,
  ...changes,
});
