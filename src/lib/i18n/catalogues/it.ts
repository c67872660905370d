import mail from '../messages/it/mail.json' with { type: 'json' };
import print from '../messages/it/print.json' with { type: 'json' };
import type { Catalogue } from '../areas.ts';
import pages from './it-pages.ts';

const catalogue: Catalogue = { ...pages, mail, print };

export default catalogue;
