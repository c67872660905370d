import { compose } from '#server/compose.ts';
import { readConfig } from '#server/config.ts';
import type { RunningServer } from './server.ts';

/** A partnership in which nothing has happened yet, with its coordinator; returns a sign-in link for them. */
export async function emptyPartnership(server: RunningServer): Promise<{ id: string; link: string }> {
  const config = readConfig({ TANDEM_DATA: server.dataDir });
  if (!config.ok) throw new Error(config.problem.detail);
  const composed = await compose(config.value, { lockFolder: false });
  if (!composed.ok) throw new Error(composed.problem.detail);
  const { partnerships, accountServices, close } = composed.value;
  const id = `empty-${server.port}`;
  const personId = `${id}-coordinator`;
  await partnerships.insert({
    partnerships: [
      {
        id,
        titles: { en: 'A new partnership' },
        horizon: null,
        fundingProfile: 'none',
        workingLanguage: 'en',
        languages: ['en', 'fi'],
        example: false,
        facts: { wishedCountries: [], activitiesBegin: null, activitiesEnd: null, action: null },
        createdAtMs: 0,
      },
    ],
    people: [{ id: personId, name: 'Coordinator – Turku', email: null, locale: 'en', operator: false }],
    members: [
      {
        personId,
        partnershipId: id,
        organisationId: null,
        grants: [{ role: 'coordinator', scope: { kind: 'all' } }],
      },
    ],
  });
  const { path } = await accountServices.createSignInLink({ personId });
  await close();
  return { id, link: `${server.url}${path}` };
}
