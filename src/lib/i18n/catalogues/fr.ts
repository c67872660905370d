import access from '../messages/fr/access.json' with { type: 'json' };
import account from '../messages/fr/account.json' with { type: 'json' };
import auth from '../messages/fr/auth.json' with { type: 'json' };
import blocks from '../messages/fr/blocks.json' with { type: 'json' };
import common from '../messages/fr/common.json' with { type: 'json' };
import deliverables from '../messages/fr/deliverables.json' with { type: 'json' };
import documents from '../messages/fr/documents.json' with { type: 'json' };
import editor from '../messages/fr/editor.json' with { type: 'json' };
import errors from '../messages/fr/errors.json' with { type: 'json' };
import exports from '../messages/fr/exports.json' with { type: 'json' };
import history from '../messages/fr/history.json' with { type: 'json' };
import images from '../messages/fr/images.json' with { type: 'json' };
import mail from '../messages/fr/mail.json' with { type: 'json' };
import offline from '../messages/fr/offline.json' with { type: 'json' };
import pages from '../messages/fr/pages.json' with { type: 'json' };
import partnership from '../messages/fr/partnership.json' with { type: 'json' };
import people from '../messages/fr/people.json' with { type: 'json' };
import tools from '../messages/fr/tools.json' with { type: 'json' };
import ui from '../messages/fr/ui.json' with { type: 'json' };
import type { Catalogue } from '../areas.ts';

const catalogue: Catalogue = {
  access,
  account,
  auth,
  blocks,
  common,
  deliverables,
  documents,
  editor,
  errors,
  exports,
  history,
  images,
  mail,
  offline,
  pages,
  partnership,
  people,
  tools,
  ui,
};

export default catalogue;
