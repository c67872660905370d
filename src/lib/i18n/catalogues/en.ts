import mail from '../messages/en/mail.json' with { type: 'json' };
import print from '../messages/en/print.json' with { type: 'json' };
import seat from '../messages/en/seat.json' with { type: 'json' };
import steer from '../messages/en/steer.json' with { type: 'json' };
import sections from './en-sections.ts';

/** Everything, for the server and for the types: the exact type of English is kept. */
export default { ...sections, mail, print, seat, steer };
