import accessibility from '../messages/nl/accessibility.json' with { type: 'json' };
import account from '../messages/nl/account.json' with { type: 'json' };
import auth from '../messages/nl/auth.json' with { type: 'json' };
import history from '../messages/nl/history.json' with { type: 'json' };
import home from '../messages/nl/home.json' with { type: 'json' };
import landing from '../messages/nl/landing.json' with { type: 'json' };
import people from '../messages/nl/people.json' with { type: 'json' };
import text from './nl-text.ts';

export default { ...text, accessibility, account, auth, history, home, landing, people };
