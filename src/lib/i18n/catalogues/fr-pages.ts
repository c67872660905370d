import accessibility from '../messages/fr/accessibility.json' with { type: 'json' };
import account from '../messages/fr/account.json' with { type: 'json' };
import auth from '../messages/fr/auth.json' with { type: 'json' };
import history from '../messages/fr/history.json' with { type: 'json' };
import home from '../messages/fr/home.json' with { type: 'json' };
import landing from '../messages/fr/landing.json' with { type: 'json' };
import people from '../messages/fr/people.json' with { type: 'json' };
import text from './fr-text.ts';

export default { ...text, accessibility, account, auth, history, home, landing, people };
