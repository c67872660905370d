import mail from '../messages/nl/mail.json' with { type: 'json' };
import print from '../messages/nl/print.json' with { type: 'json' };
import seat from '../messages/nl/seat.json' with { type: 'json' };
import steer from '../messages/nl/steer.json' with { type: 'json' };
import type { Catalogue } from '../areas.ts';
import sections from './nl-sections.ts';

const catalogue: Catalogue = { ...sections, mail, print, seat, steer };

export default catalogue;
