import accessibility from '../messages/en/accessibility.json' with { type: 'json' };
import account from '../messages/en/account.json' with { type: 'json' };
import auth from '../messages/en/auth.json' with { type: 'json' };
import history from '../messages/en/history.json' with { type: 'json' };
import home from '../messages/en/home.json' with { type: 'json' };
import landing from '../messages/en/landing.json' with { type: 'json' };
import people from '../messages/en/people.json' with { type: 'json' };
import text from './en-text.ts';

export default { ...text, accessibility, account, auth, history, home, landing, people };
