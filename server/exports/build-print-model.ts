import type { Deliverable, DocumentMeta, ProseKind, Work } from '#lib/domain/deliverable/work.ts';
import type { LanguageTag, Organisation } from '#lib/domain/partnership/organisation.ts';
import { licenceFacts, type Licence } from '#lib/domain/publication/terms.ts';
import type { ContentNode } from '#lib/schema/text/convert.ts';
import type { Partnership } from '#server/ports/partnership-store.ts';
import { fromProseMirror } from './from-prosemirror.ts';
import { printable } from './inline-from-prosemirror.ts';
import type {
  Block,
  Cover,
  Fact,
  Imprint,
  OrganisationGroup,
  PrintImage,
  PrintModel,
  PrintWarning,
} from './print-model.ts';
import { printVoice, type PrintVoice } from './print-words.ts';
import { noResolver } from './reading.ts';

/** The rows around a text that its cover tells. Plain data: it crosses to a worker. */
export interface DocumentFacts {
  readonly document: Pick<DocumentMeta, 'id' | 'title' | 'language' | 'head' | 'changedAtMs'>;
  readonly work: Pick<Work, 'kind' | 'state' | 'sourceLanguage'>;
  readonly deliverable: Pick<Deliverable, 'code' | 'titles' | 'kind'> | null;
  readonly partnership: Pick<Partnership, 'titles' | 'workingLanguage' | 'example' | 'horizon' | 'facts'>;
  readonly organisations: readonly Pick<Organisation, 'name' | 'country' | 'status' | 'part'>[];
  /** What to print for each person who is mentioned, by their id. */
  readonly mentioned?: Readonly<Record<string, string>>;
  /** Address of this program for links into it; `null`: they lose their address. */
  readonly origin: string | null;
  /** Of a file that is published. */
  readonly edition?: Edition;
}

/** What a published file says of itself: which version it is, of when, and on which terms it may be used. */
export interface Edition {
  readonly label: string;
  readonly atMs: number;
  readonly licence: Licence;
}

export interface BuiltModel {
  readonly model: PrintModel;
  readonly warnings: readonly PrintWarning[];
}

/** One language version of a prose work as it is printed. */
export function buildPrintModel(
  facts: DocumentFacts,
  content: ContentNode,
  images: Readonly<Record<string, PrintImage>> = {},
): BuiltModel {
  const language = languageOf(facts);
  const voice = printVoice(language);
  const cover = coverOf(facts, language, voice);
  const { blocks, warnings } = fromProseMirror(withoutTitle(content, cover.title), language, {
    ...noResolver,
    person: (id) =>
      facts.mentioned && Object.hasOwn(facts.mentioned, id) ? (facts.mentioned[id] ?? null) : null,
    image: (id) => Object.hasOwn(images, id),
    origin: facts.origin,
  });
  const confirmed = facts.organisations.filter((one) => one.status === 'confirmed');
  const model: PrintModel = {
    language,
    cover,
    words: voice.words,
    metadata: {
      authors: confirmed.map((one) => printable(one.name)),
      keywords: [cover.code, cover.kind ?? cover.title].filter((word) => word !== null),
      description: cover.project,
      changedAtMs: facts.edition?.atMs ?? facts.document.changedAtMs,
    },
    parts: [{ kind: 'text', language, blocks }],
    annexes: [],
    imprint: {
      licence: licenceOf(facts, cover, voice),
      escoNotice: citesEsco(blocks) ? voice.t('print.esco-notice') : null,
    },
    images,
  };
  return { model, warnings };
}

/** A text that is not published is on no terms yet. */
function licenceOf({ edition }: DocumentFacts, { project }: Cover, { t }: PrintVoice): Imprint['licence'] {
  if (!edition) return null;
  const { name, url } = licenceFacts[edition.licence];
  const year = new Date(edition.atMs).getUTCFullYear();
  const copyright = edition.licence === 'CC0-1.0' ? 'print.no-rights-reserved' : 'print.copyright';
  return { name, url, copyright: t(copyright, { project, year }) };
}

/** ESCO asks for its notice wherever its codes are printed (publication rule P12). */
const citesEsco = (blocks: readonly Block[]): boolean =>
  JSON.stringify(blocks).includes('//data.europa.eu/esco/');

export const languageOf = (facts: DocumentFacts): LanguageTag =>
  facts.document.language ?? facts.work.sourceLanguage;

function coverOf(facts: DocumentFacts, language: LanguageTag, voice: PrintVoice): Cover {
  const { work, deliverable, partnership } = facts;
  const title = printable(facts.document.title);
  const kind = work.kind === 'free' ? null : voice.t(kindKeys[work.kind]);
  const deliverableTitle = deliverable ? titleIn(deliverable.titles, language) : null;
  return {
    title,
    subtitle: deliverableTitle !== null && deliverableTitle !== title ? deliverableTitle : null,
    code: deliverable?.code ?? null,
    // A call titled "Call for partners" does not say so twice.
    kind: kind === title ? null : kind,
    project: titleIn(partnership.titles, language) ?? '',
    facts: coverFacts(facts, language, voice),
    organisations: organisationGroups(facts.organisations, voice),
    banner: partnership.example ? voice.t('print.example-banner') : null,
  };
}

const kindKeys = {
  call: 'print.kind-call',
  typology: 'print.kind-typology',
  recommendations: 'print.kind-recommendations',
  proposals: 'print.kind-proposals',
  trend: 'print.kind-trend',
  scenario: 'print.kind-scenario',
  observation: 'print.kind-observation',
  practice: 'print.kind-practice',
} as const satisfies Readonly<Record<Exclude<ProseKind, 'free'>, string>>;

const stateKeys = {
  draft: 'print.state-draft',
  proposed: 'print.state-proposed',
  'in-review': 'print.state-in-review',
  agreed: 'print.state-agreed',
  'agreed-with-divergence': 'print.state-agreed-with-divergence',
  published: 'print.state-published',
  superseded: 'print.state-superseded',
} as const satisfies Readonly<Record<Work['state'], string>>;

function coverFacts(
  { document, work, partnership, edition }: DocumentFacts,
  language: LanguageTag,
  { t, formats }: PrintVoice,
): Fact[] {
  const facts: Fact[] = [
    { label: t('print.status'), value: t(stateKeys[work.state]) },
    {
      label: t('print.version'),
      value: edition
        ? t('print.edition-of', { label: printable(edition.label), date: formats.date(edition.atMs) })
        : t('print.version-of', { number: document.head, date: formats.date(document.changedAtMs) }),
    },
    { label: t('print.language'), value: formats.languageName(language) },
  ];
  if (partnership.horizon !== null)
    facts.push({ label: t('print.horizon'), value: String(partnership.horizon) });
  if (partnership.facts.action) facts.push({ label: t('print.action'), value: partnership.facts.action });
  return facts;
}

const partKeys = {
  coordinator: 'print.part-coordinator',
  'country-lead': 'print.part-country-lead',
  tandem: 'print.part-tandem',
  partner: 'print.part-partner',
} as const satisfies Readonly<Record<Organisation['part'], string>>;

/** By role, confirmed first. Organisations that have not answered are not printed: it would claim them. */
function organisationGroups(
  all: DocumentFacts['organisations'],
  { t, formats }: PrintVoice,
): OrganisationGroup[] {
  const notes = {
    confirmed: null,
    'to-be-confirmed': t('print.to-be-confirmed'),
    interested: t('print.interested'),
  } as const;
  const order = Object.keys(notes);
  return (Object.keys(partKeys) as Organisation['part'][]).flatMap((part) => {
    const organisations = all
      .filter((one) => one.part === part && Object.hasOwn(notes, one.status))
      .toSorted(
        (a, b) =>
          order.indexOf(a.status) - order.indexOf(b.status) ||
          compare(a.country, b.country) ||
          compare(a.name, b.name),
      )
      .map(({ name, country, status }) => ({
        name: printable(name),
        country: formats.countryName(country),
        note: notes[status as keyof typeof notes],
      }));
    return organisations.length > 0
      ? [{ label: t(partKeys[part], { count: organisations.length }), organisations }]
      : [];
  });
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function titleIn(titles: Readonly<Record<string, string>>, language: LanguageTag): string | null {
  return (
    titles[language] ?? titles[language.split('-')[0] ?? ''] ?? titles.en ?? Object.values(titles)[0] ?? null
  );
}

/** A text that opens with its own title would print it twice: the cover has it. */
function withoutTitle(content: ContentNode, title: string): ContentNode {
  const [first, ...rest] = content.content ?? [];
  const texts = first?.type === 'heading' ? (first.content ?? []) : [];
  const same =
    texts.every((child) => child.type === 'text') &&
    texts
      .map((child) => child.text ?? '')
      .join('')
      .trim() === title.trim();
  return same && rest.length > 0 ? { ...content, content: rest } : content;
}
