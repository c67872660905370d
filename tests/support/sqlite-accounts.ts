import { openSqliteStores } from '../contracts/sqlite-stores.ts';

/** The real stores of accounts over a database of their own, and `everything()` that they have on disk about them. */
export async function openAccounts() {
  const { accounts, activity, partnerships, invitations, db, close } = await openSqliteStores();
  return {
    accounts,
    activity,
    partnerships,
    invitations,
    close,
    async everything(): Promise<string> {
      const tables = [
        'person',
        'credential',
        'web_session',
        'sign_in_link',
        'invitation',
        'api_token',
      ] as const;
      return JSON.stringify(
        await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute())),
      );
    },
  };
}
