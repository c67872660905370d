import type { Role, Scope } from '#lib/domain/partnership/member.ts';
import type { Organisation } from '#lib/domain/partnership/organisation.ts';
import type { WorkName } from './grant-words.svelte.ts';

/** What the reader may choose from when giving roles. */
export interface Choices {
  readonly roles: readonly Role[];
  readonly scopes: readonly Scope['kind'][];
  readonly countries: readonly string[];
  readonly languages: readonly string[];
  readonly works: readonly WorkName[];
  /** Everybody's to look after, also who stands for no organisation. */
  readonly wholePartnership: boolean;
  readonly organisations: readonly Pick<Organisation, 'id' | 'name' | 'country'>[];
}
