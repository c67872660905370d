import mail from '../messages/fr/mail.json' with { type: 'json' };
import print from '../messages/fr/print.json' with { type: 'json' };
import seat from '../messages/fr/seat.json' with { type: 'json' };
import steer from '../messages/fr/steer.json' with { type: 'json' };
import type { Catalogue } from '../areas.ts';
import sections from './fr-sections.ts';

const catalogue: Catalogue = { ...sections, mail, print, seat, steer };

export default catalogue;
