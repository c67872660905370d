import mail from '../messages/de/mail.json' with { type: 'json' };
import print from '../messages/de/print.json' with { type: 'json' };
import type { Catalogue } from '../areas.ts';
import pages from './de-pages.ts';

const catalogue: Catalogue = { ...pages, mail, print };

export default catalogue;
