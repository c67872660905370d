import { activityStoreContract } from '../../../tests/contracts/activity-store.ts';
import { accountStoreContract } from '../../../tests/contracts/account-store.ts';
import { docStoreContract } from '../../../tests/contracts/doc-store.ts';
import { examplePerson, exampleRows } from '../../../tests/contracts/example-rows.ts';
import { glossaryStoreContract } from '../../../tests/contracts/glossary-store.ts';
import { invitationStoreContract } from '../../../tests/contracts/invitation-store.ts';
import { jobStoreContract } from '../../../tests/contracts/job-store.ts';
import { programmeStoreContract } from '../../../tests/contracts/programme-store.ts';
import { publicationStoreContract } from '../../../tests/contracts/publication-store.ts';
import { partnershipStoreContract } from '../../../tests/contracts/partnership-store.ts';
import { fillOtherTables, openSqliteStores, rowCounts } from '../../../tests/contracts/sqlite-stores.ts';
import { versionStoreContract } from '../../../tests/contracts/version-store.ts';
import { workshopStoreContract } from '../../../tests/contracts/workshop-store.ts';
import { uploadStoreContract } from '../../../tests/contracts/upload-store.ts';

docStoreContract('sqlite', async () => {
  const { db, docs, partnerships, close } = await openSqliteStores();
  const { documents, works, ...rest } = exampleRows('p');
  await partnerships.insert({ ...rest, works, people: [examplePerson('alice')], members: [] });
  return {
    store: docs,
    addDocument: (id) => partnerships.insert({ documents: [{ ...documents[0]!, id }] }),
    async changeDocument(id, { locked, policyEpoch }) {
      const patch = {
        ...(locked === undefined ? {} : { locked: locked ? (1 as const) : (0 as const) }),
        ...(policyEpoch === undefined ? {} : { policy_epoch: policyEpoch }),
      };
      await db.updateTable('document').set(patch).where('id', '=', id).execute();
    },
    async damage(id, seq, bytes) {
      await db
        .updateTable('doc_update')
        .set({ bytes })
        .where('document', '=', id)
        .where('seq', '=', seq)
        .execute();
    },
    close,
  };
});

accountStoreContract('sqlite', openSqliteStores);
activityStoreContract('sqlite', openSqliteStores);
glossaryStoreContract('sqlite', openSqliteStores);
programmeStoreContract('sqlite', openSqliteStores);
publicationStoreContract('sqlite', openSqliteStores);
invitationStoreContract('sqlite', openSqliteStores);
jobStoreContract('sqlite', openSqliteStores);
versionStoreContract('sqlite', openSqliteStores);
uploadStoreContract('sqlite', openSqliteStores);
workshopStoreContract('sqlite', openSqliteStores);
partnershipStoreContract('sqlite', async () => {
  const stores = await openSqliteStores();
  return {
    ...stores,
    rowCounts: () => rowCounts(stores),
    fillMore: (prefix) => fillOtherTables(stores, prefix),
  };
});
