import evidence from '../messages/fr/evidence.json' with { type: 'json' };
import glossary from '../messages/fr/glossary.json' with { type: 'json' };
import programme from '../messages/fr/programme.json' with { type: 'json' };
import publications from '../messages/fr/publications.json' with { type: 'json' };
import workshops from '../messages/fr/workshops.json' with { type: 'json' };
import pages from './fr-pages.ts';

export default { ...pages, evidence, glossary, programme, publications, workshops };
