import mail from '../messages/it/mail.json' with { type: 'json' };
import print from '../messages/it/print.json' with { type: 'json' };
import seat from '../messages/it/seat.json' with { type: 'json' };
import steer from '../messages/it/steer.json' with { type: 'json' };
import type { Catalogue } from '../areas.ts';
import sections from './it-sections.ts';

const catalogue: Catalogue = { ...sections, mail, print, seat, steer };

export default catalogue;
