import mail from '../messages/de/mail.json' with { type: 'json' };
import print from '../messages/de/print.json' with { type: 'json' };
import seat from '../messages/de/seat.json' with { type: 'json' };
import steer from '../messages/de/steer.json' with { type: 'json' };
import type { Catalogue } from '../areas.ts';
import sections from './de-sections.ts';

const catalogue: Catalogue = { ...sections, mail, print, seat, steer };

export default catalogue;
