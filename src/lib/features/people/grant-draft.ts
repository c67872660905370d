import type { Grant, Role, Scope } from '#lib/domain/partnership/member.ts';
import type { Choices } from './choices.ts';

/** A grant while it is being chosen: what was picked under one kind of scope is still there on coming back to it. */
export interface GrantDraft {
  role: Role;
  kind: Scope['kind'];
  country: string;
  language: string;
  work: string;
}

export function draftOf({ role, scope }: Grant, choices: Choices): GrantDraft {
  const reachable = choices.scopes.includes(scope.kind) ? scope.kind : (choices.scopes[0] ?? 'all');
  return {
    role,
    kind: reachable,
    country: scope.kind === 'country' ? scope.country : (choices.countries[0] ?? ''),
    language: scope.kind === 'language' ? scope.language : (choices.languages[0] ?? ''),
    work: scope.kind === 'work' ? scope.workId : (choices.works[0]?.id ?? ''),
  };
}

export function grantOf({ role, kind, country, language, work }: GrantDraft): Grant {
  switch (kind) {
    case 'all':
      return { role, scope: { kind } };
    case 'country':
      return { role, scope: { kind, country } };
    case 'language':
      return { role, scope: { kind, language } };
    case 'work':
      return { role, scope: { kind, workId: work } };
  }
}
