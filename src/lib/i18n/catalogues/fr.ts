import mail from '../messages/fr/mail.json' with { type: 'json' };
import print from '../messages/fr/print.json' with { type: 'json' };
import type { Catalogue } from '../areas.ts';
import pages from './fr-pages.ts';

const catalogue: Catalogue = { ...pages, mail, print };

export default catalogue;
