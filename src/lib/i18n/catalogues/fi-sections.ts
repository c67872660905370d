import evidence from '../messages/fi/evidence.json' with { type: 'json' };
import glossary from '../messages/fi/glossary.json' with { type: 'json' };
import programme from '../messages/fi/programme.json' with { type: 'json' };
import publications from '../messages/fi/publications.json' with { type: 'json' };
import workshops from '../messages/fi/workshops.json' with { type: 'json' };
import pages from './fi-pages.ts';

export default { ...pages, evidence, glossary, programme, publications, workshops };
