import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Grant } from '#lib/domain/partnership/member.ts';
import type { Deliverable, DeliverableKind, WorkState } from '#lib/domain/deliverable/work.ts';
import type { Concept } from '#lib/domain/glossary/concept.ts';
import type { Activity, ProgrammeItem } from '#lib/domain/programme/activity.ts';
import type { Organisation } from '#lib/domain/partnership/organisation.ts';
import type { WorkshopFile } from './example-workshop.ts';
import type { Partnership } from '#server/ports/partnership-store.ts';

/**
 * server/example is the example partnership: facts and texts as data files, and what turns them into rows
 * and documents. Invariant: what is shown comes from the files; the code adds no fact.
 * It leaves storing to services/load-example.ts.
 */
export type ExampleLanguage = 'fr' | 'en';
export type Bilingual = Readonly<Record<ExampleLanguage, string>>;

/** The language in which the example's works are written; the other is a translation. */
export const SOURCE_LANGUAGE: ExampleLanguage = 'fr';
export const EXAMPLE_LANGUAGES: readonly ExampleLanguage[] = ['fr', 'en'];

export interface Example {
  readonly partnership: PartnershipFile;
  readonly typology: Typology;
  readonly recommendations: Recommendations;
  readonly proposals: Proposals;
  readonly labels: Labels;
  readonly glossary: GlossaryFile;
  readonly programme: ProgrammeFile;
  readonly evidence: EvidenceFile;
  readonly call: Readonly<Record<ExampleLanguage, string>>;
}

export interface PartnershipFile {
  readonly partnership: Omit<Partnership, 'example' | 'createdAtMs'>;
  readonly organisations: readonly Omit<Organisation, 'partnershipId'>[];
  readonly accounts: readonly {
    readonly id: string;
    readonly name: string;
    readonly organisation: string;
    readonly role: Grant['role'];
    readonly scope?: Grant['scope'];
  }[];
  readonly deliverables: readonly Omit<Deliverable, 'partnershipId'>[];
  readonly works: readonly {
    readonly id: string;
    readonly kind: DeliverableKind;
    readonly deliverable: string | null;
    readonly state: WorkState;
    readonly owner: string | null;
    readonly titles: Bilingual;
  }[];
}

export interface Typology {
  readonly introduction: readonly Bilingual[];
  readonly families: readonly { readonly id: string; readonly name: Bilingual }[];
  readonly trends: readonly Trend[];
  readonly profiles: readonly Profile[];
}

export interface Trend {
  readonly id: string;
  readonly kind: string;
  /** Society, technology, economy, politics and law, values. */
  readonly steep: string;
  readonly title: Bilingual;
  /** With a page or a name of its source; without either it is an intuition and says so. */
  readonly evidence: readonly (Bilingual & { readonly url?: string; readonly source?: Bilingual })[];
}

export interface Profile {
  readonly id: string;
  readonly family: string;
  readonly state: WorkState;
  readonly maturity: string;
  readonly name: Bilingual;
  readonly summary: Bilingual;
  readonly missions: readonly Bilingual[];
  readonly knowledge: readonly Bilingual[];
  readonly knowHow: readonly Bilingual[];
  readonly interpersonal: readonly Bilingual[];
  readonly contexts: readonly string[];
  readonly publics: readonly string[];
  readonly nationalTitles: readonly {
    readonly country: string;
    /** Never translated. */
    readonly title: string;
    readonly lang: string;
    readonly eqf: number | null;
    readonly certainty: string;
  }[];
  readonly classifications: readonly {
    readonly scheme: 'ISCO-08' | 'ESCO';
    readonly code: string;
    readonly match: string;
    readonly uri: string;
  }[];
  readonly trends2050: readonly {
    readonly trend: string;
    readonly effect: string;
    readonly text: Bilingual;
  }[];
  readonly migrationAdaptation: Bilingual;
  readonly sseLinks: Bilingual;
  readonly trainingPaths: Bilingual;
  readonly divergences?: readonly { readonly country: string; readonly text: Bilingual }[];
}

export interface Recommendations {
  readonly introduction: readonly Bilingual[];
  readonly recommendations: readonly {
    readonly id: string;
    readonly state: WorkState;
    readonly title: Bilingual;
    readonly statement: Bilingual;
    readonly level: string;
    readonly targetProfiles: readonly string[];
    readonly evidence: readonly Evidence[];
    readonly learningOutcomes: readonly Bilingual[];
    readonly nationalFeasibility: readonly { readonly country: string; readonly state: string }[];
  }[];
}

/** A trend of D1, or what was said in a workshop, in the language in which it was said. */
export type Evidence =
  | { readonly kind: 'trend'; readonly trend: string }
  | {
      readonly kind: 'card' | 'statement' | 'table';
      readonly lang: string;
      readonly text: string;
      readonly translations?: Partial<Bilingual>;
    };

export interface Proposals {
  readonly introduction: readonly Bilingual[];
  readonly proposals: readonly {
    readonly id: string;
    readonly state: WorkState;
    readonly title: Bilingual;
    readonly idea: Bilingual;
    readonly lever: string;
    readonly audience: readonly string[];
    readonly firstStep: Bilingual;
    readonly carrierByCountry: readonly { readonly country: string; readonly ready: string }[];
    readonly risks: Bilingual;
  }[];
}

export interface GlossaryFile {
  readonly concepts: readonly (Pick<Concept, 'code' | 'definitions' | 'equivalence'> & {
    readonly terms: Readonly<Record<string, readonly string[]>>;
    readonly forbidden?: Readonly<Record<string, readonly string[]>>;
    readonly notes?: Concept['notes'];
    readonly doNotTranslate?: boolean;
  })[];
}

export interface ProgrammeFile {
  readonly activities: readonly (Omit<
    Activity,
    'partnershipId' | 'items' | 'hostOrganisationId' | 'revision'
  > & {
    readonly items: readonly (Omit<ProgrammeItem, 'id' | 'deliverables'> & {
      readonly deliverables?: readonly string[];
    })[];
  })[];
}

export interface EvidenceFile {
  /** Of the trends in the typology: what people thought of them, 1 to 5. */
  readonly trends: readonly { readonly id: string; readonly impact: number; readonly uncertainty: number }[];
  readonly scenarios: readonly {
    readonly id: string;
    readonly title: Bilingual;
    readonly axes: Bilingual;
    readonly story: Bilingual;
  }[];
  readonly practices: readonly {
    readonly id: string;
    readonly owner: string;
    readonly country: string;
    readonly title: Bilingual;
    readonly problem: Bilingual;
    readonly publics: readonly string[];
    readonly evidenceLevel: string;
    readonly limits: Bilingual;
    readonly profiles: readonly string[];
  }[];
  readonly notes: readonly {
    readonly id: string;
    readonly owner: string;
    readonly language: string;
    /** In that language; left out where the labels have it. */
    readonly banner?: string;
    readonly title: string;
    /** By the field of the template that they answer. */
    readonly answers: Readonly<Record<string, string>>;
  }[];
}

/** Groups of words, French beside English; `esco` is one sentence that is never translated. */
export type Labels = { readonly esco: string } & Readonly<
  Record<string, Readonly<Record<string, Bilingual>>>
>;

/** The workshop's, which takes no part in the texts. */
export const readExampleWorkshop = (): WorkshopFile =>
  parse(readFileSync(new URL('./workshop.yaml', import.meta.url), 'utf8')) as WorkshopFile;

/** Reads the files beside this one: ours, checked by their tests. */
export function readExample(): Example {
  const file = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
  return {
    partnership: parse(file('./partnership.yaml')) as PartnershipFile,
    typology: parse(file('./typology.yaml')) as Typology,
    recommendations: parse(file('./recommendations.yaml')) as Recommendations,
    proposals: parse(file('./proposals.yaml')) as Proposals,
    labels: parse(file('./labels.yaml')) as Labels,
    glossary: parse(file('./glossary.yaml')) as GlossaryFile,
    programme: parse(file('./programme.yaml')) as ProgrammeFile,
    evidence: parse(file('./evidence.yaml')) as EvidenceFile,
    call: { fr: file('./call.fr.md'), en: file('./call.en.md') },
  };
}
