import evidence from '../messages/nl/evidence.json' with { type: 'json' };
import glossary from '../messages/nl/glossary.json' with { type: 'json' };
import programme from '../messages/nl/programme.json' with { type: 'json' };
import publications from '../messages/nl/publications.json' with { type: 'json' };
import workshops from '../messages/nl/workshops.json' with { type: 'json' };
import pages from './nl-pages.ts';

export default { ...pages, evidence, glossary, programme, publications, workshops };
