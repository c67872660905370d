import mail from '../messages/fi/mail.json' with { type: 'json' };
import print from '../messages/fi/print.json' with { type: 'json' };
import type { Catalogue } from '../areas.ts';
import pages from './fi-pages.ts';

const catalogue: Catalogue = { ...pages, mail, print };

export default catalogue;
