import evidence from '../messages/en/evidence.json' with { type: 'json' };
import glossary from '../messages/en/glossary.json' with { type: 'json' };
import programme from '../messages/en/programme.json' with { type: 'json' };
import publications from '../messages/en/publications.json' with { type: 'json' };
import workshops from '../messages/en/workshops.json' with { type: 'json' };
import pages from './en-pages.ts';

/** With what only the sections show that one seldom begins with. */
export default { ...pages, evidence, glossary, programme, publications, workshops };
