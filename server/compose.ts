import { join } from 'node:path';
import { ok, type Result } from '#lib/core/result.ts';
import { createSignInAttempts } from '#server/auth/attempts.ts';
import { createIdentify } from '#server/auth/identify.ts';
import { createPasswords } from '#server/auth/passwords.ts';
import { createSessions } from '#server/auth/sessions.ts';
import { accountServices, type AccountParts } from '#server/services/account-services.ts';
import { diskBlobStore } from './adapters/disk/blob-store.ts';
import { sqlActivityStore } from './adapters/sql/activity-store.ts';
import { sqlAccountStore } from './adapters/sql/account-store.ts';
import { sqlDocStore } from './adapters/sql/doc-store.ts';
import { sqlInvitationStore } from './adapters/sql/invitation-store.ts';
import { sqlGlossaryStore } from './adapters/sql/glossary-store.ts';
import { sqlMaintenanceStore } from './adapters/sql/maintenance-store.ts';
import { sqlJobStore } from './adapters/sql/job-store.ts';
import { migrate } from './adapters/sql/migrate.ts';
import { sqlPartnershipStore } from './adapters/sql/partnership-store.ts';
import { sqlProgrammeStore } from './adapters/sql/programme-store.ts';
import { sqlPublicationStore } from './adapters/sql/publication-store.ts';
import { sqlUploadStore } from './adapters/sql/upload-store.ts';
import { sqlVersionStore } from './adapters/sql/version-store.ts';
import { sqlWorkshopStore } from './adapters/sql/workshop-store.ts';
import type { Database } from './adapters/sql/schema.ts';
import { openSqlite } from './adapters/sqlite/open-sqlite.ts';
import { systemClock } from './adapters/system/clock.ts';
import { systemRandom } from './adapters/system/random.ts';
import { publicOrigin, type Config } from './config.ts';
import { threadTextWork } from './adapters/threads/text-work.ts';

/**
 * Picks the adapters and binds the parts that the server and the commands share. The only module
 * beside main.ts and cli/ that knows adapters.
 */
export async function compose(config: Config, { lockFolder }: { readonly lockFolder: boolean }) {
  const opened = await openSqlite<Database>({ file: config.databaseFile, lockFolder });
  if (!opened.ok) return opened;
  const { db, groupCommit, lost, integrityErrors, copyTo, close } = opened.value;
  const migrated = await migrate(db);
  if (!migrated.ok) {
    await close();
    return migrated;
  }
  const clock = systemClock;
  const random = systemRandom;
  const text = threadTextWork();
  const docs = sqlDocStore(db, groupCommit, text);
  const accounts = sqlAccountStore(db);
  const partnerships = sqlPartnershipStore(db);
  const jobs = sqlJobStore(db);
  const uploads = sqlUploadStore(db);
  const versions = sqlVersionStore(db);
  const blobs = diskBlobStore(join(config.dataDir, 'blobs'));
  const sessions = createSessions(accounts);
  const accountParts: AccountParts = {
    accounts,
    partnerships,
    invitations: sqlInvitationStore(db),
    sessions,
    attempts: createSignInAttempts(clock),
    passwords: createPasswords({ random }),
    clock,
    random,
  };
  return ok({
    clock,
    random,
    docs,
    text,
    accounts,
    partnerships,
    jobs,
    uploads,
    versions,
    activity: sqlActivityStore(db),
    glossary: sqlGlossaryStore(db),
    programme: sqlProgrammeStore(db),
    publications: sqlPublicationStore(db),
    workshops: sqlWorkshopStore(db),
    blobs,
    sessions,
    identify: createIdentify({ accounts, sessions, clock }),
    accountParts,
    /** For commands: this process holds no live connection, and mails nobody. */
    accountServices: accountServices({
      ...accountParts,
      rights: { documentRightsChanged: async () => {}, personRightsChanged: async () => {} },
      mailer: null,
      mailFailed: () => {},
      origin: () => publicOrigin(config, config.port),
    }),
    migrations: migrated.value,
    maintenance: sqlMaintenanceStore(db, { integrityErrors, copyTo }),
    lost,
    async close() {
      await text.close();
      await close();
    },
  });
}

export type Composition = Awaited<ReturnType<typeof compose>> extends Result<infer T> ? T : never;
