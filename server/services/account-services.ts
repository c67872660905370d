import type { Passwords } from '#server/auth/passwords.ts';
import type { SignInAttempts } from '#server/auth/attempts.ts';
import type { Sessions } from '#server/auth/sessions.ts';
import type { AccountStore } from '#server/ports/account-store.ts';
import type { InvitationStore } from '#server/ports/invitation-store.ts';
import type { RightsWatch } from '#server/ports/live.ts';
import type { Mailer } from '#server/ports/mailer.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { Clock } from '#lib/core/clock.ts';
import type { Random } from '#lib/core/random.ts';
import type { Problem } from '#lib/core/result.ts';
import { acceptInvitation, readInvitation } from './accept-invitation.ts';
import { changeMember, removeMember } from './change-member.ts';
import { createPartnership, templates } from './create-partnership.ts';
import { createSignInLink } from './create-sign-in-link.ts';
import { createToken } from './create-token.ts';
import { createUser } from './create-user.ts';
import { devices, endDevice, signOut, signOutEverywhere } from './devices.ts';
import { findAccountByEmail, findAccountByRole } from './find-account.ts';
import { findPartnership } from './find-partnership.ts';
import { invite, renewInvitation, withdrawInvitation } from './invite.ts';
import { account, updateProfile } from './own-account.ts';
import { people } from './people.ts';
import { requestPasswordReset } from './request-password-reset.ts';
import { resetPassword } from './reset-password.ts';
import { setPassword } from './set-password.ts';
import { signInWithLink } from './sign-in-with-link.ts';
import { signInWithPassword } from './sign-in-with-password.ts';

/** What the server and the commands share. */
export interface AccountParts {
  readonly accounts: AccountStore;
  readonly partnerships: PartnershipStore;
  readonly invitations: InvitationStore;
  readonly sessions: Sessions;
  readonly attempts: SignInAttempts;
  readonly passwords: Passwords;
  readonly clock: Clock;
  readonly random: Random;
}

export interface AccountDeps extends AccountParts {
  /** Told when somebody's rights have changed, or a session has ended. */
  readonly rights: RightsWatch;
  /** `null`: no SMTP_URL; links are then handed over by whoever made them. */
  readonly mailer: Mailer | null;
  /** A mail that nobody waits for could not be sent. */
  readonly mailFailed: (problem: Problem) => void;
  /** The public address, which links in mails begin with. */
  readonly origin: () => string;
}

/** What pages and commands may do with accounts and people, each bound to what it needs. */
export function accountServices(deps: AccountDeps) {
  const found = {
    ...deps,
    findPartnership: findPartnership(deps),
    createSignInLink: createSignInLink(deps),
    signOut: signOut(deps),
  };
  return {
    createSignInLink: found.createSignInLink,
    signInWithLink: signInWithLink(found),
    signInWithPassword: signInWithPassword(found),
    requestPasswordReset: requestPasswordReset(found),
    resetPassword: resetPassword(deps),
    signOut: found.signOut,
    signOutEverywhere: signOutEverywhere(deps),
    devices: devices(deps),
    endDevice: endDevice(deps),
    account: account(deps),
    updateProfile: updateProfile(deps),
    setPassword: setPassword(deps),
    people: people(found),
    invite: invite(found),
    renewInvitation: renewInvitation(found),
    withdrawInvitation: withdrawInvitation(found),
    readInvitation: readInvitation(deps),
    acceptInvitation: acceptInvitation(deps),
    changeMember: changeMember(found),
    removeMember: removeMember(found),
    templates,
    createPartnership: createPartnership(found),
    createUser: createUser(deps),
    createToken: createToken(deps),
    findAccountByRole: findAccountByRole(deps),
    findAccountByEmail: findAccountByEmail(deps),
  };
}

export type AccountServices = ReturnType<typeof accountServices>;
