import glossary from '../messages/fr/glossary.json' with { type: 'json' };
import programme from '../messages/fr/programme.json' with { type: 'json' };
import publications from '../messages/fr/publications.json' with { type: 'json' };
import pages from './fr-pages.ts';

export default { ...pages, glossary, programme, publications };
