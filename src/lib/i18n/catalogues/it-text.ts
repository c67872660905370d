import access from '../messages/it/access.json' with { type: 'json' };
import announce from '../messages/it/announce.json' with { type: 'json' };
import blocks from '../messages/it/blocks.json' with { type: 'json' };
import common from '../messages/it/common.json' with { type: 'json' };
import deliverables from '../messages/it/deliverables.json' with { type: 'json' };
import documents from '../messages/it/documents.json' with { type: 'json' };
import editor from '../messages/it/editor.json' with { type: 'json' };
import errors from '../messages/it/errors.json' with { type: 'json' };
import exports from '../messages/it/exports.json' with { type: 'json' };
import images from '../messages/it/images.json' with { type: 'json' };
import offline from '../messages/it/offline.json' with { type: 'json' };
import pages from '../messages/it/pages.json' with { type: 'json' };
import partnership from '../messages/it/partnership.json' with { type: 'json' };
import shell from '../messages/it/shell.json' with { type: 'json' };
import tools from '../messages/it/tools.json' with { type: 'json' };
import tour from '../messages/it/tour.json' with { type: 'json' };
import ui from '../messages/it/ui.json' with { type: 'json' };

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
