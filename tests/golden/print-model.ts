import type { Block, Cell, Inline, PrintModel } from '#server/exports/print-model.ts';
import { printVoice } from '#server/exports/print-words.ts';
import { pngPicture } from './picture.ts';

/**
 * The golden print model: cover, two languages one after the other and side by side, a record, an
 * annex, notes, pictures and every block. Adding a kind of content to the model means adding it here;
 * every renderer is tested on it.
 */
const text = (value: string, style: object = {}): Inline => ({ kind: 'text', text: value, ...style });
const base = { language: null, anchor: null } as const;
const p = (...content: (Inline | string)[]): Block => ({
  kind: 'paragraph',
  ...base,
  content: content.map((run) => (typeof run === 'string' ? text(run) : run)),
});
const h = (level: 1 | 2 | 3 | 4, value: string, more: Partial<Pick<Block, 'language' | 'anchor'>> = {}): Block => ({
  kind: 'heading',
  ...base,
  ...more,
  level,
  content: [text(value)],
});
const item = (...blocks: Block[]) => ({ language: null, blocks });
const cell = (column: number, value: string, more: Partial<Cell> = {}): Cell => ({
  header: false,
  column,
  colspan: 1,
  rowspan: 1,
  language: null,
  blocks: value ? [p(value)] : [],
  ...more,
});

const everyBlock: Block[] = [
  h(1, 'Des métiers en mutation', { anchor: 'mutation' }),
  p(
    'Face à ces défis, les métiers du social sont en ',
    text('pleine mutation', { bold: true }),
    ' et certains sont confrontés à une ',
    text('crise de vocations', { italic: true }),
    { kind: 'footnote', content: [text('Constat partagé par les trois pays ; voir '), text('Eurofound', { href: 'https://www.eurofound.europa.eu/' }), text('.')] },
    '. Le terme finnois ',
    text('sosiaaliohjaaja', { language: 'fi', italic: true }),
    ' n’a pas d’équivalent exact, pas plus que ',
    text('empowerment', { language: 'en', italic: true }),
    '.',
  ),
  p(
    text('Gras', { bold: true }), ', ', text('italique', { italic: true }), ', ', text('souligné', { underline: true }), ', ',
    text('barré', { strike: true }), ', ', text('code()', { code: true }), ', ', text('surligné', { highlight: true }), ', H',
    text('2', { script: 'sub' }), 'O, 1', text('er', { script: 'super' }), ',', { kind: 'break' }, 'une nouvelle ligne, et un renvoi à « ',
    { kind: 'reference', anchor: 'tableau', text: 'Pays et métiers' }, ' ».',
  ),
  h(2, 'Listes et tâches'),
  {
    kind: 'bullets', ...base,
    items: [
      item(p('l’évolution des métiers du social en Europe et leur attractivité ;')),
      item(p('les modèles d’intervention auprès des publics :'), { kind: 'bullets', ...base, items: [item(p('en établissement')), item(p('à domicile'))] }),
      { language: 'en', blocks: [p('innovative practices and experiences.')] },
    ],
  },
  { kind: 'numbers', ...base, start: 3, items: [item(p('Troisième étape')), item(p('Quatrième étape'), p('avec un second paragraphe.'))] },
  { kind: 'tasks', ...base, items: [{ ...item(p('Confirmer le binôme italien')), done: true }, { ...item(p('Trouver un partenaire irlandais')), done: false }] },
  h(2, 'Tableaux'),
  h(3, 'Pays et métiers', { anchor: 'tableau' }),
  {
    kind: 'table', ...base, columns: 4, widths: null, headerRows: 2,
    rows: [
      [cell(0, 'Pays', { header: true, rowspan: 2 }), cell(1, 'Titre national', { header: true, colspan: 2 }), cell(3, 'Niveau', { header: true, rowspan: 2 })],
      [cell(1, 'usuel', { header: true }), cell(2, 'protégé', { header: true })],
      [cell(0, 'France', { header: true }), cell(1, 'assistant de service social'), cell(2, 'oui'), cell(3, '6')],
      [cell(0, 'Italia', { header: true, language: 'it' }), cell(1, 'assistente sociale', { language: 'it' }), cell(2, 'oui'), cell(3, '6')],
      [cell(0, 'Suomi', { header: true, language: 'fi' }), cell(1, 'sosionomi (AMK)', { language: 'fi', colspan: 2 }), cell(3, '', { blocks: [p('6'), p('(Bachelor)')] })],
    ],
  },
  {
    kind: 'table', ...base, columns: 2, widths: [30, 70], headerRows: 0,
    rows: [[cell(0, 'Sans en-tête'), cell(1, 'Une cellule large | avec une barre et *des étoiles*')]],
  },
  h(2, 'Encadrés et citations'),
  { kind: 'callout', ...base, tone: 'note', blocks: [p('Le binôme associe une structure publique compétente et un acteur local.')] },
  { kind: 'callout', ...base, tone: 'tip', blocks: [p('Commencer par les titres nationaux.')] },
  { kind: 'callout', ...base, tone: 'warning', blocks: [p('La participation de la Loire-Atlantique reste à confirmer.'), { kind: 'bullets', ...base, items: [item(p('une liste dans l’encadré'))] }] },
  { kind: 'callout', ...base, tone: 'example', blocks: [p('Une journée d’immersion à Aoste.')] },
  { kind: 'quote', ...base, blocks: [p('Quelles politiques publiques de solidarité devons-nous construire à l’horizon 2050 ?'), { ...p('What public solidarity policies should we build?'), language: 'en' }] },
  { kind: 'details', ...base, summary: [text('Méthode de travail')], blocks: [p('Trois ateliers par pays, puis une mise en commun.')] },
  { kind: 'code', ...base, syntax: 'json', text: '{\n  "isco": "2635",\n  "match": "close"\n}' },
  { kind: 'rule', ...base },
  h(2, 'Figures'),
  { kind: 'figure', ...base, image: 'map', alt: 'Carte des pays partenaires : France, Italie, Finlande', decorative: false, caption: 'Les pays partenaires', widthPercent: 60 },
  { kind: 'figure', ...base, image: 'band', alt: null, decorative: true, caption: null, widthPercent: null },
  { kind: 'figure', ...base, image: null, alt: 'Photo de l’atelier de Grenoble', decorative: false, caption: 'Atelier', widthPercent: null },
  h(4, 'Un titre qui saute un niveau'),
  p('Il est remis à sa place dans le plan du PDF.'),
];

const parallelRow = (fr: Block[], en: Block[]): readonly [readonly Block[], readonly Block[]] => [fr, en];

export const goldenPrintModel: PrintModel = {
  language: 'fr',
  words: printVoice('fr').words,
  cover: {
    title: 'Typologie des métiers du social du futur',
    subtitle: 'Profils de métiers, titres nationaux et tendances à 2050',
    code: 'D1',
    kind: 'Typologie des métiers',
    project: 'Les métiers du social du futur : échanges de bonnes pratiques en Europe',
    facts: [
      { label: 'Statut', value: 'Brouillon' },
      { label: 'Version', value: '42 du 14 mars 2027' },
      { label: 'Langue', value: 'français, anglais' },
    ],
    organisations: [
      { label: 'Coordination', organisations: [{ name: 'Département de l’Isère', country: 'France', note: null }] },
      {
        label: 'Chefs de file nationaux',
        organisations: [
          { name: 'Région autonome Vallée d’Aoste', country: 'Italie', note: null },
          { name: 'Département de la Loire-Atlantique', country: 'France', note: 'à confirmer' },
        ],
      },
    ],
    banner: 'Démonstration – aucun financement de l’UE revendiqué',
  },
  metadata: {
    authors: ['Département de l’Isère', 'Région autonome Vallée d’Aoste'],
    keywords: ['D1', 'métiers du social'],
    description: 'Les métiers du social du futur',
    changedAtMs: Date.UTC(2027, 2, 14, 9, 30),
  },
  parts: [
    { kind: 'text', language: 'fr', blocks: everyBlock },
    { kind: 'text', language: 'en', blocks: [h(1, 'Changing professions'), p('The same, in English', { kind: 'footnote', content: [text('A second note.')] }, '.')] },
    {
      kind: 'parallel',
      languages: ['fr', 'it'],
      rows: [
        parallelRow([h(1, 'Objectif du projet')], [h(1, 'Obiettivo del progetto')]),
        parallelRow(
          [p('L’objectif global du projet est un échange de bonnes pratiques autour des métiers du social du futur.')],
          [p('L’obiettivo generale del progetto è uno scambio di buone pratiche sulle professioni sociali del futuro.')],
        ),
      ],
    },
    {
      kind: 'record',
      record: {
        language: 'fr',
        kind: 'Fiche métier',
        title: 'Accompagnateur de parcours',
        level: 1,
        fields: [
          { label: 'Résumé', values: [{ kind: 'inline', content: [text('Construit avec la personne un parcours de droits et de soins.')] }] },
          {
            label: 'Missions',
            values: [
              { kind: 'inline', content: [text('Accueillir et écouter')] },
              { kind: 'inline', content: [text('Coordonner les intervenants')] },
            ],
          },
          { label: 'Titres nationaux', values: [{ kind: 'blocks', blocks: [p('En Italie : ', text('educatore professionale', { language: 'it' })), p('En Finlande : ', text('sosionomi', { language: 'fi' }))] }] },
        ],
      },
    },
  ],
  annexes: [
    {
      title: 'Méthode',
      language: 'fr',
      parts: [{ kind: 'text', language: 'fr', blocks: [h(1, 'Ateliers'), p('Deux séminaires de trois jours', { kind: 'footnote', content: [text('200 participants chacun.')] }, '.')] }],
    },
  ],
  imprint: {
    licence: { name: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/', copyright: '© Les partenaires, 2027.' },
    escoNotice: 'Cette publication utilise la classification ESCO de la Commission européenne.',
  },
  images: {
    map: { mime: 'image/png', bytes: pngPicture(120, 60), widthPx: 120, heightPx: 60 },
    band: { mime: 'image/png', bytes: pngPicture(200, 10), widthPx: 200, heightPx: 10 },
  },
};
