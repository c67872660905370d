import { expect, onTestFinished, test } from 'vitest';
import type { Grant } from '#lib/domain/partnership/member.ts';
import { exampleGrant } from '../../tests/contracts/example-rows.ts';
import { accountWorld } from '../../tests/support/account-world.ts';

test('other roles are kept with who gave them; the same in another order, or another organisation, are not', async () => {
  const { services, principal, activity, wait, close } = await accountWorld();
  onTestFinished(close);
  const lead = await principal('p-lead');
  const to = (organisationId: string | null, ...grants: Grant[]) => {
    wait(1_000);
    return services.changeMember(lead, 'p', 'p-editor', { organisationId, grants });
  };
  const told = () => activity.rolesChanged('p', 0, 9);
  const [editor, observer] = [exampleGrant('editor'), exampleGrant('observer')];
  await to(null, editor);
  const [first] = await told();
  expect(first).toMatchObject({ personId: 'p-editor', by: 'p-lead' });
  await to('p-org-it', editor);
  expect(await told()).toEqual([first]);
  expect(await to(null, editor, observer)).toMatchObject({ ok: true });
  const [second] = await told();
  expect(second).not.toEqual(first);
  await to(null, observer, editor);
  expect(await told()).toEqual([second]);
});
