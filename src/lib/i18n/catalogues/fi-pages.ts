import accessibility from '../messages/fi/accessibility.json' with { type: 'json' };
import account from '../messages/fi/account.json' with { type: 'json' };
import auth from '../messages/fi/auth.json' with { type: 'json' };
import history from '../messages/fi/history.json' with { type: 'json' };
import home from '../messages/fi/home.json' with { type: 'json' };
import landing from '../messages/fi/landing.json' with { type: 'json' };
import people from '../messages/fi/people.json' with { type: 'json' };
import text from './fi-text.ts';

export default { ...text, accessibility, account, auth, history, home, landing, people };
