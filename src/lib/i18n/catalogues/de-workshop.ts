import seat from '../messages/de/seat.json' with { type: 'json' };
import steer from '../messages/de/steer.json' with { type: 'json' };
import text from './de-text.ts';

/** The screens of a running workshop. */
export default { ...text, seat, steer };
