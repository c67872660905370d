import seat from '../messages/it/seat.json' with { type: 'json' };
import steer from '../messages/it/steer.json' with { type: 'json' };
import text from './it-text.ts';

/** The screens of a running workshop. */
export default { ...text, seat, steer };
