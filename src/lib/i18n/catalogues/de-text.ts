import access from '../messages/de/access.json' with { type: 'json' };
import announce from '../messages/de/announce.json' with { type: 'json' };
import blocks from '../messages/de/blocks.json' with { type: 'json' };
import common from '../messages/de/common.json' with { type: 'json' };
import deliverables from '../messages/de/deliverables.json' with { type: 'json' };
import documents from '../messages/de/documents.json' with { type: 'json' };
import editor from '../messages/de/editor.json' with { type: 'json' };
import errors from '../messages/de/errors.json' with { type: 'json' };
import exports from '../messages/de/exports.json' with { type: 'json' };
import images from '../messages/de/images.json' with { type: 'json' };
import offline from '../messages/de/offline.json' with { type: 'json' };
import pages from '../messages/de/pages.json' with { type: 'json' };
import partnership from '../messages/de/partnership.json' with { type: 'json' };
import shell from '../messages/de/shell.json' with { type: 'json' };
import tools from '../messages/de/tools.json' with { type: 'json' };
import tour from '../messages/de/tour.json' with { type: 'json' };
import ui from '../messages/de/ui.json' with { type: 'json' };

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
