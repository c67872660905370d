import seat from '../messages/en/seat.json' with { type: 'json' };
import steer from '../messages/en/steer.json' with { type: 'json' };
import text from './en-text.ts';

/** The screens of a running workshop. */
export default { ...text, seat, steer };
