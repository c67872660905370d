import seat from '../messages/fi/seat.json' with { type: 'json' };
import steer from '../messages/fi/steer.json' with { type: 'json' };
import text from './fi-text.ts';

/** The screens of a running workshop. */
export default { ...text, seat, steer };
