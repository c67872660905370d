import accessibility from '../messages/it/accessibility.json' with { type: 'json' };
import account from '../messages/it/account.json' with { type: 'json' };
import auth from '../messages/it/auth.json' with { type: 'json' };
import history from '../messages/it/history.json' with { type: 'json' };
import home from '../messages/it/home.json' with { type: 'json' };
import landing from '../messages/it/landing.json' with { type: 'json' };
import people from '../messages/it/people.json' with { type: 'json' };
import text from './it-text.ts';

export default { ...text, accessibility, account, auth, history, home, landing, people };
