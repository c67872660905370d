import mail from '../messages/fi/mail.json' with { type: 'json' };
import print from '../messages/fi/print.json' with { type: 'json' };
import seat from '../messages/fi/seat.json' with { type: 'json' };
import steer from '../messages/fi/steer.json' with { type: 'json' };
import type { Catalogue } from '../areas.ts';
import sections from './fi-sections.ts';

const catalogue: Catalogue = { ...sections, mail, print, seat, steer };

export default catalogue;
