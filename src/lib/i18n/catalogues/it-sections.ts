import evidence from '../messages/it/evidence.json' with { type: 'json' };
import glossary from '../messages/it/glossary.json' with { type: 'json' };
import programme from '../messages/it/programme.json' with { type: 'json' };
import publications from '../messages/it/publications.json' with { type: 'json' };
import workshops from '../messages/it/workshops.json' with { type: 'json' };
import pages from './it-pages.ts';

export default { ...pages, evidence, glossary, programme, publications, workshops };
