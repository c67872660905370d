import { describe, expect, onTestFinished, test } from 'vitest';
import { smtpMailer } from '#server/adapters/smtp/mailer.ts';
import { limits } from '#lib/core/limits.ts';
import { exampleGrant, examplePerson } from '../../tests/contracts/example-rows.ts';
import {
  accountWorld,
  at,
  codeOf,
  GOOD_PASSWORD,
  secretIn,
  valueOf,
} from '../../tests/support/account-world.ts';
import { startMailServer } from '../../tests/support/mail-server.ts';
import type { Mailer } from '#server/ports/mailer.ts';

const inItaly = { kind: 'country', country: 'IT' } as const;
const guest = {
  email: ' Guest@Example.org ',
  name: 'Gaia\nGuest',
  organisationId: 'p-org-it',
  grants: [{ role: 'editor', scope: inItaly }],
  locale: 'fr',
};

/** The example partnership with an Italian country lead beside its coordinator and its editor. */
async function setUp(mailer: Mailer | null = null) {
  const world = await accountWorld({ mailer });
  onTestFinished(world.close);
  await world.partnerships.insert({
    people: [examplePerson('italian', { name: 'Ines', email: 'ines@example.org' })],
    members: [
      {
        personId: 'italian',
        partnershipId: 'p',
        organisationId: 'p-org-it',
        grants: [{ role: 'country-lead', scope: inItaly }],
      },
    ],
  });
  const { services, principal } = world;
  return {
    ...world,
    invite: async (by: string, more: object = {}) =>
      services.invite(await principal(by), 'p', { ...guest, ...more }),
    accept: (secret: unknown, more: object = {}) =>
      services.acceptInvitation({ secret, name: 'Gaia', password: GOOD_PASSWORD, ...at, ...more }, null),
    read: (secret: unknown, identity: Parameters<typeof services.readInvitation>[1] = null) =>
      services.readInvitation({ secret, address: at.address }, identity),
    people: async (as: string) => valueOf(await services.people(await principal(as), 'p')),
  };
}
const secretOf = ({ link }: { readonly link: string | null }) => secretIn(link ?? '');

describe('inviting', () => {
  test('without a mail server the link is shown once to who invites, and kept nowhere', async () => {
    const { invite, people, everything } = await setUp();
    const invited = valueOf(await invite('p-lead'));
    expect(invited).toMatchObject({
      mailed: 'not-configured',
      invitation: { email: 'guest@example.org', name: 'Gaia Guest', invitedBy: 'Zoé', expired: false },
    });
    expect(invited.link).toMatch(/^https:\/\/tandem\.example\/invitation#[\w-]{43}$/);
    expect(await everything()).not.toContain(secretOf(invited));
    const page = await people('p-lead');
    expect(page.invitations).toEqual([invited.invitation]);
    expect(JSON.stringify(page)).not.toContain(secretOf(invited));
  });

  test('with one it is mailed in the reader’s language, and the link is shown to nobody', async () => {
    const mails = await startMailServer();
    onTestFinished(mails.stop);
    const loopback = {
      host: '127.0.0.1',
      tls: false,
      login: null,
      from: 'tandem@example.org',
      loopback: true,
    };
    const { invite, accept } = await setUp(smtpMailer({ ...loopback, port: mails.port }));
    expect(valueOf(await invite('p-lead'))).toMatchObject({ link: null, mailed: 'sent' });
    const [mail] = mails.mails();
    expect([mail?.to, mail?.subject]).toEqual([
      ['guest@example.org'],
      expect.stringContaining('Les métiers du social'),
    ]);
    const secret = /\/invitation#([\w-]{43})/.exec(mail?.text ?? '')?.[1];
    expect(codeOf(await accept(secret))).toBe('ok');
  });

  test('when the mail cannot be sent the invitation stands, and the link is offered instead', async () => {
    const nowhere = {
      host: '127.0.0.1',
      port: 1,
      tls: false,
      login: null,
      from: 't@example.org',
      loopback: true,
    };
    const { invite, accept, mailProblems } = await setUp(smtpMailer(nowhere));
    const invited = valueOf(await invite('p-lead'));
    expect(invited.mailed).toBe('failed');
    expect(mailProblems).toEqual([{ code: 'mail-failed', detail: 'ESOCKET' }]);
    expect(codeOf(await accept(secretOf(invited)))).toBe('ok');
  });

  test.each([
    ['no e-mail', { email: '' }, { email: 'missing' }],
    ['two e-mails', { email: 'a@example.org, b@example.org' }, { email: 'no-address' }],
    ['no name', { name: ' ' }, { name: 'missing' }],
    ['no role', { grants: [] }, { grants: 'missing' }],
    [
      'a role that there is not',
      { grants: [{ role: 'king', scope: { kind: 'all' } }] },
      { grants: 'unknown' },
    ],
    [
      'a scope that there is not',
      { grants: [{ role: 'editor', scope: { kind: 'moon' } }] },
      { grants: 'unknown' },
    ],
    [
      'a text of another partnership',
      { grants: [{ role: 'editor', scope: { kind: 'work', workId: 'q-work-d1' } }] },
      { grants: 'unknown' },
    ],
    ['an organisation that is not here', { organisationId: 'q-org-it' }, { organisation: 'unknown' }],
    ['a language that is none', { locale: '!' }, { locale: 'unknown' }],
    [
      'roles without end',
      {
        grants: Array.from({ length: 30 }, (_, i) => ({
          role: 'editor',
          scope: { kind: 'language', language: `de-x-a${i}` },
        })),
      },
      { grants: 'too-long' },
    ],
  ])('%s is refused, and the field named', async (_name, more, fields) => {
    const { invite, invitations } = await setUp();
    expect(await invite('p-lead', more)).toMatchObject({ problem: { code: 'input-invalid', fields } });
    expect(await invitations.pending('p')).toEqual([]);
  });

  test('a country lead invites people of their country, to no more than they may give', async () => {
    const { invite } = await setUp();
    const code = async (more: object) =>
      codeOf(await invite('italian', { email: `${Math.random()}@example.org`, ...more }));
    expect(await code({})).toBe('ok');
    expect(await code({ organisationId: 'p-org-fr' })).toBe('organisation-refused');
    expect(await code({ organisationId: null })).toBe('organisation-refused');
    expect(await code({ grants: [exampleGrant('editor')] })).toBe('grant-refused');
    expect(await code({ grants: [{ role: 'coordinator', scope: inItaly }] })).toBe('grant-refused');
  });

  test('an editor, a stranger and nobody invite nobody', async () => {
    const { invite, services, partnerships } = await setUp();
    await partnerships.insert({ people: [examplePerson('stranger', { operator: true })] });
    expect(codeOf(await invite('p-editor'))).toBe('not-allowed');
    expect(codeOf(await invite('stranger'))).toBe('not-allowed');
    expect(codeOf(await services.invite(null, 'p', guest))).toBe('not-signed-in');
  });

  test('who is in or asked already is not asked twice', async () => {
    const { invite } = await setUp();
    valueOf(await invite('p-lead'));
    expect(codeOf(await invite('p-lead', { email: 'GUEST@example.org' }))).toBe('already-invited');
    expect(codeOf(await invite('p-lead', { email: 'ines@EXAMPLE.org' }))).toBe('already-member');
  });

  test('nobody sends a mailing', async () => {
    const { invite } = await setUp();
    const codes: string[] = [];
    for (let i = 0; i <= limits.invitationsBurst; i++)
      codes.push(codeOf(await invite('p-lead', { email: `guest${i}@example.org` })));
    expect(codes.filter((code) => code === 'ok')).toHaveLength(limits.invitationsBurst);
    expect(codes.at(-1)).toBe('too-many-attempts');
  });
});

describe('accepting', () => {
  test('a newcomer sees what they are asked to, chooses name and password, and is in', async () => {
    const { invite, read, accept, people, identityOf, services } = await setUp();
    const secret = secretOf(valueOf(await invite('italian')));
    expect(valueOf(await read(secret))).toMatchObject({
      partnershipId: 'p',
      email: 'guest@example.org',
      name: 'Gaia Guest',
      organisation: 'Authority of IT',
      invitedBy: 'Ines',
      account: 'new',
    });
    const { cookie, personId } = valueOf(await accept(secret));
    const identity = cookie && (await identityOf(cookie));
    expect(identity?.principal.memberships).toMatchObject([
      { partnershipId: 'p', organisationId: 'p-org-it', country: 'IT', grants: guest.grants },
    ]);
    expect(identity?.person).toMatchObject({ name: 'Gaia', email: 'guest@example.org', locale: 'fr' });
    expect((await people('p-lead')).members.map((it) => it.personId)).toContain(personId);
    expect(
      codeOf(
        await services.signInWithPassword({ email: 'guest@example.org', password: GOOD_PASSWORD, ...at }),
      ),
    ).toBe('ok');
    expect(codeOf(await read(secret))).toBe('invitation-used');
    expect(codeOf(await accept(secret))).toBe('invitation-used');
  });

  test('the text that a role is for is named, and no other', async () => {
    const { invite, read, accept, identityOf, services } = await setUp();
    const grants = [{ role: 'observer', scope: { kind: 'work', workId: 'p-work-d1' } }];
    const secret = secretOf(valueOf(await invite('p-lead', { grants })));
    const { works } = valueOf(await read(secret));
    expect(works.map(({ id }) => id)).toEqual(['p-work-d1']);
    expect(Object.values(works[0]?.titles ?? {})).not.toEqual([]);
    const { cookie } = valueOf(await accept(secret));
    const own = valueOf(await services.account(cookie && (await identityOf(cookie))));
    expect(own.memberships[0]?.works).toEqual(works);
  });

  test('name and password are checked, and the invitation waits meanwhile', async () => {
    const { invite, accept } = await setUp();
    const secret = secretOf(valueOf(await invite('p-lead')));
    expect(await accept(secret, { name: '', password: 'short' })).toMatchObject({
      problem: { code: 'input-invalid', fields: { name: 'missing', password: 'too-short' } },
    });
    expect(await accept(secret, { password: 'Gaia likes trains' })).toMatchObject({
      problem: { fields: { password: 'holds-name' } },
    });
    expect(codeOf(await accept(secret))).toBe('ok');
  });

  test('whoever has an account signs in first, and joins with the one that was invited', async () => {
    const { invite, accept, read, services, browserOf, partnerships, principal } = await setUp();
    await partnerships.insert({
      people: [
        examplePerson('known', { email: 'Guest@example.org' }),
        examplePerson('other', { email: 'o@example.org' }),
      ],
    });
    const secret = secretOf(valueOf(await invite('p-lead')));
    expect(valueOf(await read(secret)).account).toBe('sign-in');
    expect(codeOf(await accept(secret))).toBe('invitation-needs-sign-in');

    const other = await browserOf('other');
    expect(valueOf(await read(secret, other.identity)).account).toBe('other');
    expect(codeOf(await services.acceptInvitation({ secret, ...at }, other.identity))).toBe(
      'invitation-for-other',
    );

    const known = await browserOf('known');
    expect(valueOf(await read(secret, known.identity)).account).toBe('yours');
    const asToken = { ...known.identity, via: 'token' } as const;
    expect(codeOf(await services.acceptInvitation({ secret, ...at }, asToken))).toBe('not-allowed');
    expect(valueOf(await services.acceptInvitation({ secret, ...at }, known.identity))).toEqual({
      partnershipId: 'p',
      personId: 'known',
      cookie: null,
    });
    expect((await principal('known')).memberships).toMatchObject([{ partnershipId: 'p' }]);
  });

  test('it ends after two weeks; renewed, only the new link works; withdrawn, none', async () => {
    const { invite, read, services, principal, wait, people } = await setUp();
    const first = valueOf(await invite('p-lead'));
    wait(limits.invitationMs);
    expect(codeOf(await read(secretOf(first)))).toBe('invitation-expired');
    expect((await people('p-lead')).invitations).toMatchObject([{ expired: true }]);
    const lead = await principal('p-lead');
    const renewed = valueOf(await services.renewInvitation(lead, 'p', first.invitation.id));
    expect(renewed.invitation.expired).toBe(false);
    expect(codeOf(await read(secretOf(first)))).toBe('invitation-unknown');
    expect(codeOf(await read(secretOf(renewed)))).toBe('ok');
    expect(codeOf(await services.withdrawInvitation(lead, 'p', first.invitation.id))).toBe('ok');
    expect(codeOf(await read(secretOf(renewed)))).toBe('invitation-unknown');
    expect(codeOf(await services.withdrawInvitation(lead, 'p', first.invitation.id))).toBe(
      'invitation-unknown',
    );
  });

  test('a lead renews and withdraws only what is theirs to give', async () => {
    const { invite, services, principal, people } = await setUp();
    const { invitation } = valueOf(await invite('p-lead', { grants: [exampleGrant('editor')] }));
    const lead = await principal('italian');
    expect(codeOf(await services.renewInvitation(lead, 'p', invitation.id))).toBe('not-allowed');
    expect(codeOf(await services.withdrawInvitation(lead, 'p', invitation.id))).toBe('not-allowed');
    expect((await people('italian')).invitations).toEqual([]);
    expect((await people('p-editor')).invitations).toEqual([]);
  });

  test('an address that tries secrets is held up', async () => {
    const { read } = await setUp();
    const codes: string[] = [];
    for (let i = 0; i <= limits.signInAttemptsBurst + 100; i++) codes.push(codeOf(await read(`guess ${i}`)));
    expect(codes.at(-1)).toBe('too-many-attempts');
    expect(codes[0]).toBe('invitation-unknown');
  });
});

describe('the people of a partnership', () => {
  test('everybody sees who takes part; addresses are shown to who looks after them, and to themselves', async () => {
    const { people } = await setUp();
    const emails = async (as: string) =>
      Object.fromEntries((await people(as)).members.map(({ personId, email }) => [personId, email]));
    expect(await emails('p-lead')).toEqual({
      'p-lead': 'p@example.org',
      'p-editor': null,
      italian: 'ines@example.org',
    });
    expect(await emails('p-editor')).toEqual({ 'p-lead': null, 'p-editor': null, italian: null });
    expect(await emails('italian')).toMatchObject({ 'p-lead': null, italian: 'ines@example.org' });
  });

  test('says what the reader may do', async () => {
    const { people, services, principal } = await setUp();
    expect((await people('p-lead')).may).toMatchObject({ invite: true, reach: 'all' });
    expect((await people('italian')).may).toMatchObject({ invite: true, reach: ['IT'] });
    expect((await people('p-editor')).may).toEqual({ invite: false, reach: [], roles: [], scopes: [] });
    const lead = (await people('p-lead')).members.find((it) => it.self);
    expect(lead).toMatchObject({ lastCoordinator: true, may: { change: true, remove: false } });
    expect(codeOf(await services.people(await principal('p-lead'), 'nowhere'))).toBe('partnership-unknown');
    expect(codeOf(await services.people(null, 'p'))).toBe('not-signed-in');
  });

  test('[E11] roles that change count at once: the principal is another, the epoch is higher, the engine is told', async () => {
    const { services, principal, rightsChanged, partnerships } = await setUp();
    const change = (grants: unknown) =>
      principal('p-lead').then((lead) =>
        services.changeMember(lead, 'p', 'p-editor', { organisationId: 'p-org-fr', grants }),
      );
    expect(codeOf(await change([exampleGrant('observer')]))).toBe('ok');
    expect((await principal('p-editor')).memberships).toMatchObject([
      { organisationId: 'p-org-fr', grants: [exampleGrant('observer')] },
    ]);
    expect(rightsChanged).toEqual(['p-editor']);
    expect((await partnerships.workOfDocument('p-doc-call-fr'))?.documents[0]?.policyEpoch).toBe(1);
    expect(await change([])).toMatchObject({ problem: { fields: { grants: 'missing' } } });
    expect(rightsChanged).toEqual(['p-editor']);
  });

  test('who is let go belongs to nothing any more, and what they invited waits no longer', async () => {
    const { services, principal, invite, invitations, rightsChanged } = await setUp();
    valueOf(await invite('italian'));
    expect(codeOf(await services.removeMember(await principal('p-lead'), 'p', 'italian'))).toBe('ok');
    expect((await principal('italian')).memberships).toEqual([]);
    expect(await invitations.pending('p')).toEqual([]);
    expect(rightsChanged).toEqual(['italian']);
    expect(codeOf(await services.removeMember(await principal('p-lead'), 'p', 'italian'))).toBe(
      'member-unknown',
    );
  });

  test('a lead changes nobody above them, nobody of another country, and not upwards', async () => {
    const { services, principal } = await setUp();
    const lead = await principal('italian');
    expect(codeOf(await services.removeMember(lead, 'p', 'p-lead'))).toBe('not-allowed');
    const up = { organisationId: 'p-org-it', grants: [exampleGrant('coordinator')] };
    expect(codeOf(await services.changeMember(lead, 'p', 'italian', up))).toBe('grant-refused');
    const editor = await principal('p-editor');
    expect(codeOf(await services.changeMember(editor, 'p', 'p-editor', up))).toBe('not-allowed');
  });

  test('the last coordinator cannot go or step down; with a second one they can', async () => {
    const { services, principal } = await setUp();
    const lead = await principal('p-lead');
    const down = { organisationId: null, grants: [exampleGrant('observer')] };
    expect(codeOf(await services.removeMember(lead, 'p', 'p-lead'))).toBe('last-coordinator');
    expect(codeOf(await services.changeMember(lead, 'p', 'p-lead', down))).toBe('last-coordinator');
    const up = { organisationId: null, grants: [exampleGrant('coordinator')] };
    valueOf(await services.changeMember(lead, 'p', 'italian', up));
    expect(codeOf(await services.removeMember(lead, 'p', 'p-lead'))).toBe('ok');
  });

  test('two coordinators who remove each other at once leave one', async () => {
    const { services, principal, partnerships } = await setUp();
    const up = { organisationId: null, grants: [exampleGrant('coordinator')] };
    valueOf(await services.changeMember(await principal('p-lead'), 'p', 'italian', up));
    const [one, two] = [await principal('p-lead'), await principal('italian')];
    const codes = (
      await Promise.all([
        services.removeMember(one, 'p', 'italian'),
        services.removeMember(two, 'p', 'p-lead'),
      ])
    ).map(codeOf);
    // The second is no coordinator any more when it is their turn.
    expect(codes.sort()).toEqual(['not-allowed', 'ok']);
    expect(await partnerships.members('p')).toHaveLength(2);
  });
});
