import { can, includes, memberOf, type PartnershipAction, type Right } from '../partnership/policy.ts';
import type { Principal } from '../partnership/member.ts';

/**
 * What each route asks of whoever comes: one line per route and method. Deny by default: a route
 * that stands here with nothing is refused, and a test compares this table with the built manifest.
 * Invariant: it never grants what the policy does not; objects are checked by the services, which
 * alone can look them up.
 */
export type Access =
  | 'public'
  | 'signed-in'
  /** In a browser of one's own: a token changes nothing that lets its person in. */
  | 'in-person'
  /** Who runs this server: creates partnerships. */
  | 'operator'
  /** An action in the partnership named by this route parameter. */
  | { readonly partnership: string; readonly action: PartnershipAction }
  /** At least this right on the document named by this route parameter. */
  | { readonly document: string; readonly right: Right }
  /** Something that belongs to one person, named by this route parameter: theirs alone. */
  | { readonly own: string };

export type RouteMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | `POST ?/${string}`;
export type RouteAccess = Readonly<Partial<Record<RouteMethod, Access>>>;

const signedIn: Access = 'signed-in';
const inPartnership = (action: PartnershipAction, partnership: string): Access => ({ partnership, action });
const onDocument = (right: Right, document: string): Access => ({ document, right });

export const routeAccess: Readonly<Record<string, RouteAccess>> = {
  // Who is not signed in finds what this is.
  '/': { GET: 'public' },
  // For those who build Tandem: neither answers in a release.
  '/(dev)/gallery': { GET: 'public' },
  '/(dev)/editor-lab': { GET: 'public' },
  '/sign-in': { GET: 'public', 'POST ?/link': 'public', 'POST ?/password': 'public' },
  '/accessibility': { GET: 'public' },
  '/forgot': { GET: 'public', POST: 'public' },
  '/reset-password': { GET: 'public', POST: 'public' },
  '/invitation': { GET: 'public', 'POST ?/read': 'public', 'POST ?/accept': 'public' },
  '/link': { GET: 'public', POST: 'public' },
  // What is on one's own device: it shows without a network, so it asks nothing of the server.
  '/offline': { GET: 'public' },
  // How a device installs Tandem: a name and pictures.
  '/manifest.webmanifest': { GET: 'public' },
  '/sign-out': { POST: 'public' },
  '/account': {
    GET: 'in-person',
    'POST ?/profile': 'in-person',
    'POST ?/password': 'in-person',
    'POST ?/end': 'in-person',
    'POST ?/everywhere': 'in-person',
  },
  '/new': { GET: 'operator', POST: 'operator' },
  '/p/[partnership]': {
    GET: inPartnership('partnership.read', 'partnership'),
    'POST ?/seen': inPartnership('partnership.read', 'partnership'),
  },
  '/p/[partnership]/partners': {
    GET: inPartnership('partnership.read', 'partnership'),
    'POST ?/add': inPartnership('organisations.manage', 'partnership'),
    'POST ?/status': inPartnership('organisations.manage', 'partnership'),
  },
  '/p/[partnership]/activities': {
    GET: inPartnership('partnership.read', 'partnership'),
    'POST ?/add': inPartnership('programme.manage', 'partnership'),
    'POST ?/change': inPartnership('programme.manage', 'partnership'),
    'POST ?/remove': inPartnership('programme.manage', 'partnership'),
    'POST ?/item': inPartnership('programme.manage', 'partnership'),
    'POST ?/remove-item': inPartnership('programme.manage', 'partnership'),
  },
  '/p/[partnership]/glossary': {
    GET: inPartnership('partnership.read', 'partnership'),
    'POST ?/add': inPartnership('glossary.propose', 'partnership'),
    'POST ?/change': inPartnership('glossary.manage', 'partnership'),
    'POST ?/remove': inPartnership('glossary.manage', 'partnership'),
  },
  '/p/[partnership]/publications': {
    GET: inPartnership('partnership.read', 'partnership'),
    'POST ?/publish': inPartnership('publication.manage', 'partnership'),
    'POST ?/withdraw': inPartnership('publication.manage', 'partnership'),
    'POST ?/discard': inPartnership('publication.manage', 'partnership'),
  },
  '/p/[partnership]/workshops': {
    GET: inPartnership('partnership.read', 'partnership'),
    'POST ?/create': inPartnership('workshop.manage', 'partnership'),
    'POST ?/remove': inPartnership('workshop.manage', 'partnership'),
  },
  // The way in: whoever has the link or the code.
  '/join': { GET: 'public', 'POST ?/read': 'public', 'POST ?/join': 'public' },
  // Who joined with this device, or a member: the service looks.
  '/w/[workshop]': { GET: 'public', 'POST ?/join': 'public' },
  // Who may steer in its partnership: the service looks.
  '/w/[workshop]/steer': {
    GET: signedIn,
    'POST ?/way-in': signedIn,
    'POST ?/renew': signedIn,
  },
  '/w/[workshop]/screen': { GET: signedIn },
  '/api/v1/workshops/[workshop]/seating': { GET: signedIn, POST: signedIn },
  '/p/[partnership]/evidence': {
    GET: inPartnership('partnership.read', 'partnership'),
    'POST ?/write': inPartnership('work.create', 'partnership'),
    // The service asks for the right in the language that is to begin.
    'POST ?/begin': inPartnership('partnership.read', 'partnership'),
  },
  '/p/[partnership]/people': {
    GET: inPartnership('partnership.read', 'partnership'),
    'POST ?/invite': inPartnership('people.manage', 'partnership'),
    'POST ?/renew': inPartnership('people.manage', 'partnership'),
    'POST ?/withdraw': inPartnership('people.manage', 'partnership'),
    'POST ?/change': inPartnership('people.manage', 'partnership'),
    'POST ?/remove': inPartnership('people.manage', 'partnership'),
  },
  '/p/[partnership]/deliverables': {
    GET: inPartnership('partnership.read', 'partnership'),
    'POST ?/create': inPartnership('work.create', 'partnership'),
    // The service asks for the right in the language that is to begin.
    'POST ?/begin': inPartnership('partnership.read', 'partnership'),
  },
  '/d/[document]': { GET: onDocument('read', 'document') },
  '/d/[document]/history': { GET: onDocument('read', 'document') },
  '/api/v1/openapi.json': { GET: 'public' },
  '/api/v1/partnerships': { GET: signedIn },
  '/api/v1/partnerships/[partnership]/documents': {
    GET: inPartnership('partnership.read', 'partnership'),
    POST: inPartnership('work.create', 'partnership'),
  },
  // What is found is what they may read: the service looks at each text's right.
  '/api/v1/partnerships/[partnership]/search': { GET: inPartnership('partnership.read', 'partnership') },
  // One's own: the service leaves out what the reader may not read.
  '/api/v1/partnerships/[partnership]/notifications': {
    GET: inPartnership('partnership.read', 'partnership'),
  },
  '/api/v1/partnerships/[partnership]/notifications/seen': {
    POST: inPartnership('partnership.read', 'partnership'),
  },
  // Those of works that they may read: the service looks.
  '/api/v1/partnerships/[partnership]/publications': {
    GET: inPartnership('partnership.read', 'partnership'),
  },
  '/api/v1/partnerships/[partnership]/publications/[publication]': {
    GET: inPartnership('partnership.read', 'partnership'),
  },
  '/api/v1/partnerships/[partnership]/publications/[publication]/files/[file]': {
    GET: inPartnership('partnership.read', 'partnership'),
  },
  '/api/v1/documents/[document]': { GET: onDocument('read', 'document') },
  '/api/v1/documents/[document]/access': { GET: onDocument('read', 'document') },
  // By role: the lock itself, which lowers everybody's right, does not keep its maker out.
  '/api/v1/documents/[document]/lock': {
    PUT: onDocument('manage', 'document'),
    DELETE: onDocument('manage', 'document'),
  },
  // Likewise: who reads the French text may be the one who writes the Finnish.
  '/api/v1/documents/[document]/languages': { POST: onDocument('read', 'document') },
  '/api/v1/documents/[document]/versions': {
    GET: onDocument('read', 'document'),
    POST: onDocument('write', 'document'),
  },
  '/api/v1/documents/[document]/versions/[version]': {
    PATCH: onDocument('write', 'document'),
    DELETE: onDocument('write', 'document'),
  },
  '/api/v1/documents/[document]/states/[seq]': { GET: onDocument('read', 'document') },
  '/api/v1/documents/[document]/restorations': { POST: onDocument('write', 'document') },
  '/api/v1/documents/[document]/authorship': { GET: onDocument('read', 'document') },
  '/api/v1/documents/[document]/outline': { GET: onDocument('read', 'document') },
  '/api/v1/documents/[document]/people': { GET: onDocument('read', 'document') },
  '/api/v1/documents/[document]/exports': { POST: onDocument('read', 'document') },
  '/api/v1/documents/[document]/uploads/[upload]': { PUT: onDocument('write', 'document') },
  '/api/v1/exports/[export]': { GET: { own: 'export' } },
  '/api/v1/exports/[export]/file': { GET: { own: 'export' } },
};

/** Who comes, and how they showed it. */
export interface Asker {
  readonly principal: Principal;
  readonly via: 'session' | 'token';
}

export interface AskedRoute {
  readonly routeId: string;
  readonly method: string;
  /** The query, which names a form's action (`?/create`). */
  readonly search: string;
}

export function accessTo({
  routeId,
  method,
  search,
}: AskedRoute): Access | 'unlisted' | 'method-not-allowed' {
  const route = Object.hasOwn(routeAccess, routeId) ? routeAccess[routeId] : undefined;
  if (!route) return 'unlisted';
  return route[methodOf(method, search)] ?? 'method-not-allowed';
}

/** As the framework does: the first parameter that begins with `/` names the action of a form. */
export function methodOf(method: string, search: string): RouteMethod {
  if (method === 'HEAD') return 'GET';
  if (method !== 'POST') return method as RouteMethod;
  for (const name of new URLSearchParams(search).keys())
    if (name.startsWith('/')) return `POST ?${name as `/${string}`}`;
  return 'POST';
}

/**
 * What can be told without looking anything up: nobody unknown passes, and no member whose role falls
 * short. `allow` means: go on to the service, which looks the object up, and refuses strangers to it.
 */
export function decideAccess(
  access: Access,
  asker: Asker | null,
  params: Readonly<Record<string, string | undefined>>,
): 'allow' | 'sign-in' | 'forbidden' {
  if (access === 'public') return 'allow';
  if (!asker) return 'sign-in';
  const { principal, via } = asker;
  if (access === 'in-person') return via === 'session' ? 'allow' : 'forbidden';
  if (access === 'operator') return principal.operator ? 'allow' : 'forbidden';
  if (access === 'signed-in' || !('partnership' in access)) return 'allow';
  const partnershipId = params[access.partnership];
  if (partnershipId === undefined) return 'forbidden';
  // Whether it exists at all is not known here: 404 or 403 is the service's answer to a stranger.
  if (!memberOf(principal, partnershipId)) return 'allow';
  return can(principal, access.action, partnershipId) ? 'allow' : 'forbidden';
}

/** Whether a right that somebody holds on the route's document is enough. */
export const opensDocument = (access: Access, held: Right | null): boolean =>
  typeof access === 'object' && 'document' in access && includes(held, access.right);
