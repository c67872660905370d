import access from '../messages/en/access.json' with { type: 'json' };
import account from '../messages/en/account.json' with { type: 'json' };
import auth from '../messages/en/auth.json' with { type: 'json' };
import blocks from '../messages/en/blocks.json' with { type: 'json' };
import common from '../messages/en/common.json' with { type: 'json' };
import deliverables from '../messages/en/deliverables.json' with { type: 'json' };
import documents from '../messages/en/documents.json' with { type: 'json' };
import editor from '../messages/en/editor.json' with { type: 'json' };
import errors from '../messages/en/errors.json' with { type: 'json' };
import exports from '../messages/en/exports.json' with { type: 'json' };
import history from '../messages/en/history.json' with { type: 'json' };
import images from '../messages/en/images.json' with { type: 'json' };
import mail from '../messages/en/mail.json' with { type: 'json' };
import offline from '../messages/en/offline.json' with { type: 'json' };
import pages from '../messages/en/pages.json' with { type: 'json' };
import partnership from '../messages/en/partnership.json' with { type: 'json' };
import people from '../messages/en/people.json' with { type: 'json' };
import tools from '../messages/en/tools.json' with { type: 'json' };
import ui from '../messages/en/ui.json' with { type: 'json' };

/** The source language: message keys are typed from it, so its exact type is kept. */
export default {
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
