import glossary from '../messages/fi/glossary.json' with { type: 'json' };
import programme from '../messages/fi/programme.json' with { type: 'json' };
import publications from '../messages/fi/publications.json' with { type: 'json' };
import pages from './fi-pages.ts';

export default { ...pages, glossary, programme, publications };
