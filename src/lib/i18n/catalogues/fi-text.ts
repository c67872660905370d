import access from '../messages/fi/access.json' with { type: 'json' };
import announce from '../messages/fi/announce.json' with { type: 'json' };
import blocks from '../messages/fi/blocks.json' with { type: 'json' };
import common from '../messages/fi/common.json' with { type: 'json' };
import deliverables from '../messages/fi/deliverables.json' with { type: 'json' };
import documents from '../messages/fi/documents.json' with { type: 'json' };
import editor from '../messages/fi/editor.json' with { type: 'json' };
import errors from '../messages/fi/errors.json' with { type: 'json' };
import exports from '../messages/fi/exports.json' with { type: 'json' };
import images from '../messages/fi/images.json' with { type: 'json' };
import offline from '../messages/fi/offline.json' with { type: 'json' };
import pages from '../messages/fi/pages.json' with { type: 'json' };
import partnership from '../messages/fi/partnership.json' with { type: 'json' };
import shell from '../messages/fi/shell.json' with { type: 'json' };
import tools from '../messages/fi/tools.json' with { type: 'json' };
import tour from '../messages/fi/tour.json' with { type: 'json' };
import ui from '../messages/fi/ui.json' with { type: 'json' };

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
