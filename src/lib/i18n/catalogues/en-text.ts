import access from '../messages/en/access.json' with { type: 'json' };
import announce from '../messages/en/announce.json' with { type: 'json' };
import blocks from '../messages/en/blocks.json' with { type: 'json' };
import common from '../messages/en/common.json' with { type: 'json' };
import deliverables from '../messages/en/deliverables.json' with { type: 'json' };
import documents from '../messages/en/documents.json' with { type: 'json' };
import editor from '../messages/en/editor.json' with { type: 'json' };
import errors from '../messages/en/errors.json' with { type: 'json' };
import exports from '../messages/en/exports.json' with { type: 'json' };
import images from '../messages/en/images.json' with { type: 'json' };
import offline from '../messages/en/offline.json' with { type: 'json' };
import pages from '../messages/en/pages.json' with { type: 'json' };
import partnership from '../messages/en/partnership.json' with { type: 'json' };
import shell from '../messages/en/shell.json' with { type: 'json' };
import tools from '../messages/en/tools.json' with { type: 'json' };
import tour from '../messages/en/tour.json' with { type: 'json' };
import ui from '../messages/en/ui.json' with { type: 'json' };

/** Every area that the page of a text shows. English is the source: message keys are typed from it. */
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
