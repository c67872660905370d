import type { Clock } from '#lib/core/clock.ts';
import type { DocumentMeta } from '#lib/domain/deliverable/work.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { Right } from '#lib/domain/partnership/policy.ts';
import { closeCodes, type CloseCode } from '#lib/protocol/close-codes.ts';
import { PROTOCOL_VERSION } from '#lib/protocol/version.ts';
import type { Identify, Identity } from '#server/ports/identity.ts';
import type { SyncRequest } from './sync-request.ts';

/** Rule E1: who may connect to what, judged before anything of the document is loaded. */
export interface AdmissionDeps {
  readonly identify: Identify;
  readonly originAllowed: (origin: string) => boolean;
  readonly authorise: (principal: Principal, documentId: string) => Promise<SyncVerdict>;
  readonly clock: Clock;
}

export type SyncVerdict =
  | {
      readonly kind: 'allowed';
      readonly meta: DocumentMeta;
      readonly right: Right;
      /** Of the country that the person comes from in the document's partnership; `null`: none is known. */
      readonly country: string | null;
    }
  | {
      readonly kind: 'refused';
      readonly code: typeof closeCodes.notAllowed | typeof closeCodes.noSuchDocument;
    };

export type Admission =
  | {
      readonly kind: 'admitted';
      readonly identity: Identity;
      readonly documentId: string;
      readonly right: Right;
      readonly country: string | null;
      readonly policyEpoch: number;
    }
  | { readonly kind: 'refused'; readonly code: CloseCode; readonly reason: string };

const refuse = (code: CloseCode, reason: string): Admission => ({ kind: 'refused', code, reason });

export async function admit(deps: AdmissionDeps, request: SyncRequest): Promise<Admission> {
  const { documentId, origin, cookie, authorization } = request;
  if (origin !== null && !deps.originAllowed(origin)) return refuse(closeCodes.notAllowed, 'origin');
  // Without an origin it is no browser: a cookie proves nothing then, a token does.
  const identity = await deps.identify({ cookie: origin === null ? null : cookie, authorization });
  if (!identity) return refuse(closeCodes.notSignedIn, 'not signed in');
  if (identity.expiresAtMs !== null && identity.expiresAtMs <= deps.clock.nowMs()) {
    return refuse(closeCodes.notSignedIn, 'session ended');
  }
  if (documentId === null) return refuse(closeCodes.noSuchDocument, 'no such document');
  const verdict = await deps.authorise(identity.principal, documentId);
  if (verdict.kind === 'refused') return refuse(verdict.code, 'not allowed');
  const { meta, right, country } = verdict;
  if (request.incarnation !== null && request.incarnation !== meta.incarnation) {
    return refuse(closeCodes.otherIncarnation, 'the document was restored');
  }
  if (request.proto !== PROTOCOL_VERSION) return refuse(closeCodes.reload, 'another protocol version');
  if (request.schema < meta.minSchema) return refuse(closeCodes.reload, 'newer schema');
  return { kind: 'admitted', identity, documentId, right, country, policyEpoch: meta.policyEpoch };
}
