import { describe, expect, test } from 'vitest';
import type { Principal, Role } from '../partnership/member.ts';
import { accessTo, decideAccess, opensDocument, type Asker } from './routes.ts';

const principal = (role: Role, partnershipId = 'here'): Principal => ({
  personId: 'person-1',
  operator: false,
  memberships: [
    { partnershipId, organisationId: null, country: null, grants: [{ role, scope: { kind: 'all' } }] },
  ],
});

const member = (role: Role, partnershipId = 'here', via: Asker['via'] = 'session'): Asker => ({
  principal: principal(role, partnershipId),
  via,
});

const asked = (routeId: string, method: string, search = '') => accessTo({ routeId, method, search });

describe('a route', () => {
  test('that nobody listed is refused', () => {
    expect(asked('/somewhere-new', 'GET')).toBe('unlisted');
    expect(asked('toString', 'GET')).toBe('unlisted');
  });
  test('is refused in a method that it does not list', () => {
    expect(asked('/', 'DELETE')).toBe('method-not-allowed');
    expect(asked('/sign-out', 'GET')).toBe('method-not-allowed');
  });
  test('asks of HEAD what it asks of GET', () => expect(asked('/', 'HEAD')).toBe(asked('/', 'GET')));
  test('tells the actions of a form apart', () => {
    const route = '/p/[partnership]/deliverables';
    expect(asked(route, 'POST', '?/create')).toMatchObject({ action: 'work.create' });
    expect(asked(route, 'POST', '?page=2&/create')).toMatchObject({ action: 'work.create' });
    expect(asked(route, 'POST', '?/destroy')).toBe('method-not-allowed');
    expect(asked(route, 'POST')).toBe('method-not-allowed');
  });
});

describe('who may pass', () => {
  const create = { partnership: 'partnership', action: 'work.create' } as const;
  const params = { partnership: 'here' };
  test('everybody, where it is public', () => expect(decideAccess('public', null, {})).toBe('allow'));
  test('nobody unknown, elsewhere', () => {
    for (const access of ['signed-in', create, { document: 'd', right: 'read' }, { own: 'e' }] as const)
      expect(decideAccess(access, null, params)).toBe('sign-in');
  });
  test('what runs the server is for its operators, and no role stands in for that', () => {
    expect(
      decideAccess(
        'operator',
        { ...member('editor'), principal: { ...principal('editor'), operator: true } },
        {},
      ),
    ).toBe('allow');
    expect(decideAccess('operator', member('coordinator'), {})).toBe('forbidden');
    expect(decideAccess('operator', null, {})).toBe('sign-in');
  });
  test('what lets somebody in is changed in their own browser, never by a token', () => {
    expect(decideAccess('in-person', member('editor'), {})).toBe('allow');
    expect(decideAccess('in-person', member('coordinator', 'here', 'token'), {})).toBe('forbidden');
    expect(decideAccess('in-person', null, {})).toBe('sign-in');
  });
  test('in a partnership: those whose role opens the action', () => {
    expect(decideAccess(create, member('editor'), params)).toBe('allow');
    expect(decideAccess(create, member('observer'), params)).toBe('forbidden');
    expect(decideAccess(create, member('coordinator'), {})).toBe('forbidden');
  });
  test('whether somebody else’s partnership exists is for the service to say', () => {
    expect(decideAccess(create, member('coordinator', 'elsewhere'), params)).toBe('allow');
  });
  test('on a document: those who hold the right', () => {
    expect(opensDocument({ document: 'd', right: 'comment' }, 'write')).toBe(true);
    expect(opensDocument({ document: 'd', right: 'comment' }, 'read')).toBe(false);
    expect(opensDocument({ document: 'd', right: 'read' }, null)).toBe(false);
    expect(opensDocument('signed-in', 'manage')).toBe(false);
  });
});
