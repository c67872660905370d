import glossary from '../messages/nl/glossary.json' with { type: 'json' };
import programme from '../messages/nl/programme.json' with { type: 'json' };
import publications from '../messages/nl/publications.json' with { type: 'json' };
import pages from './nl-pages.ts';

export default { ...pages, glossary, programme, publications };
