import access from '../messages/nl/access.json' with { type: 'json' };
import announce from '../messages/nl/announce.json' with { type: 'json' };
import blocks from '../messages/nl/blocks.json' with { type: 'json' };
import common from '../messages/nl/common.json' with { type: 'json' };
import deliverables from '../messages/nl/deliverables.json' with { type: 'json' };
import documents from '../messages/nl/documents.json' with { type: 'json' };
import editor from '../messages/nl/editor.json' with { type: 'json' };
import errors from '../messages/nl/errors.json' with { type: 'json' };
import exports from '../messages/nl/exports.json' with { type: 'json' };
import images from '../messages/nl/images.json' with { type: 'json' };
import offline from '../messages/nl/offline.json' with { type: 'json' };
import pages from '../messages/nl/pages.json' with { type: 'json' };
import partnership from '../messages/nl/partnership.json' with { type: 'json' };
import shell from '../messages/nl/shell.json' with { type: 'json' };
import tools from '../messages/nl/tools.json' with { type: 'json' };
import tour from '../messages/nl/tour.json' with { type: 'json' };
import ui from '../messages/nl/ui.json' with { type: 'json' };

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
