import access from '../messages/fr/access.json' with { type: 'json' };
import announce from '../messages/fr/announce.json' with { type: 'json' };
import blocks from '../messages/fr/blocks.json' with { type: 'json' };
import common from '../messages/fr/common.json' with { type: 'json' };
import deliverables from '../messages/fr/deliverables.json' with { type: 'json' };
import documents from '../messages/fr/documents.json' with { type: 'json' };
import editor from '../messages/fr/editor.json' with { type: 'json' };
import errors from '../messages/fr/errors.json' with { type: 'json' };
import exports from '../messages/fr/exports.json' with { type: 'json' };
import images from '../messages/fr/images.json' with { type: 'json' };
import offline from '../messages/fr/offline.json' with { type: 'json' };
import pages from '../messages/fr/pages.json' with { type: 'json' };
import partnership from '../messages/fr/partnership.json' with { type: 'json' };
import shell from '../messages/fr/shell.json' with { type: 'json' };
import tools from '../messages/fr/tools.json' with { type: 'json' };
import tour from '../messages/fr/tour.json' with { type: 'json' };
import ui from '../messages/fr/ui.json' with { type: 'json' };

export default {
  access,
  announce,
  blocks,
  common,
  deliverables,
  documents,
  editor,
  errors,
  exports,
  images,
  offline,
  pages,
  partnership,
  shell,
  tools,
  tour,
  ui,
};
