import mail from '../messages/nl/mail.json' with { type: 'json' };
import print from '../messages/nl/print.json' with { type: 'json' };
import type { Catalogue } from '../areas.ts';
import pages from './nl-pages.ts';

const catalogue: Catalogue = { ...pages, mail, print };

export default catalogue;
