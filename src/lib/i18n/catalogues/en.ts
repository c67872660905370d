import mail from '../messages/en/mail.json' with { type: 'json' };
import print from '../messages/en/print.json' with { type: 'json' };
import pages from './en-pages.ts';

/** Everything, for the server and for the types: the exact type of English is kept. */
export default { ...pages, mail, print };
