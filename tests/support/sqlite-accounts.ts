import { openSqliteStores } from '../contracts/sqlite-stores.ts';

/** The real account store over a database of its own, and `everything()` that it has on disk. */
export async function openAccounts() {
  const { accounts, db, close } = await openSqliteStores();
  return {
    accounts,
    close,
    async everything(): Promise<string> {
      const tables = ['person', 'web_session', 'sign_in_link', 'api_token'] as const;
      return JSON.stringify(
        await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute())),
      );
    },
  };
}
