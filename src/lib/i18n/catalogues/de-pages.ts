import accessibility from '../messages/de/accessibility.json' with { type: 'json' };
import account from '../messages/de/account.json' with { type: 'json' };
import auth from '../messages/de/auth.json' with { type: 'json' };
import history from '../messages/de/history.json' with { type: 'json' };
import home from '../messages/de/home.json' with { type: 'json' };
import landing from '../messages/de/landing.json' with { type: 'json' };
import people from '../messages/de/people.json' with { type: 'json' };
import text from './de-text.ts';

export default { ...text, accessibility, account, auth, history, home, landing, people };
