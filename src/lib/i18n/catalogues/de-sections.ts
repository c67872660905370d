import evidence from '../messages/de/evidence.json' with { type: 'json' };
import glossary from '../messages/de/glossary.json' with { type: 'json' };
import programme from '../messages/de/programme.json' with { type: 'json' };
import publications from '../messages/de/publications.json' with { type: 'json' };
import workshops from '../messages/de/workshops.json' with { type: 'json' };
import pages from './de-pages.ts';

export default { ...pages, evidence, glossary, programme, publications, workshops };
