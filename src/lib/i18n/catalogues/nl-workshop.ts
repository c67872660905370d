import seat from '../messages/nl/seat.json' with { type: 'json' };
import steer from '../messages/nl/steer.json' with { type: 'json' };
import text from './nl-text.ts';

/** The screens of a running workshop. */
export default { ...text, seat, steer };
