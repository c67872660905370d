import seat from '../messages/fr/seat.json' with { type: 'json' };
import steer from '../messages/fr/steer.json' with { type: 'json' };
import text from './fr-text.ts';

/** The screens of a running workshop. */
export default { ...text, seat, steer };
