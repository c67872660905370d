import mail from '../messages/de/mail.json' with { type: 'json' };
import print from '../messages/de/print.json' with { type: 'json' };
import type { Catalogue } from '../areas.ts';
import sections from './de-sections.ts';

const catalogue: Catalogue = { ...sections, mail, print };

export default catalogue;
