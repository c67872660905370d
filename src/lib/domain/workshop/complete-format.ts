import type { CardKind } from './format.ts';
import { isRecord } from './shape.ts';

/**
 * A format's file says only what is special: this puts in what holds where it says nothing. Whatever has not
 * the expected shape stays as it is, for the check to name.
 */
export const stageDefaults = {
  speak: 'open',
  rotation: 'none',
  zones: [],
  edit: 'own',
  move: 'none',
  see: 'table',
  reveal: 'live',
} as const;

const formatDefaults = {
  kinds: [],
  zones: [],
  rules: [],
  harvest: [],
  variants: [],
  pitfalls: [],
  sources: [],
};

/** With the kinds of card that it only names looked up among `common`; an unknown name stays a name. */
export function completeFormat(id: string, written: unknown, common: ReadonlyMap<string, CardKind>): unknown {
  if (!isRecord(written)) return written;
  const { kinds = [], stages } = written;
  return {
    id,
    ...formatDefaults,
    ...written,
    kinds: Array.isArray(kinds)
      ? kinds.map((kind: unknown) => (typeof kind === 'string' ? (common.get(kind) ?? kind) : kind))
      : kinds,
    stages: Array.isArray(stages)
      ? stages.map((stage: unknown) => (isRecord(stage) ? { ...stageDefaults, ...stage } : stage))
      : stages,
  };
}
