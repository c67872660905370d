import auth from '../messages/fr/auth.json' with { type: 'json' };
import common from '../messages/fr/common.json' with { type: 'json' };
import deliverables from '../messages/fr/deliverables.json' with { type: 'json' };
import documents from '../messages/fr/documents.json' with { type: 'json' };
import editor from '../messages/fr/editor.json' with { type: 'json' };
import errors from '../messages/fr/errors.json' with { type: 'json' };
import exports from '../messages/fr/exports.json' with { type: 'json' };
import pages from '../messages/fr/pages.json' with { type: 'json' };
import partnership from '../messages/fr/partnership.json' with { type: 'json' };
import ui from '../messages/fr/ui.json' with { type: 'json' };
import type { Catalogue } from '../areas.ts';

const catalogue: Catalogue = {
  auth,
  common,
  deliverables,
  documents,
  editor,
  errors,
  exports,
  pages,
  partnership,
  ui,
};

export default catalogue;
