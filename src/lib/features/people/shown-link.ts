/** An invitation's link on its way to the person who passes it on. It is shown and forgotten, never kept. */
export interface ShownLink {
  readonly name: string;
  readonly url: string;
  readonly expiresAtMs: number;
  /** The server sends mail, but this one did not leave. */
  readonly mailFailed: boolean;
}

interface Invited {
  readonly invitation: { readonly name: string; readonly email: string; readonly expiresAtMs: number };
  readonly link: string | null;
  readonly mailed: 'sent' | 'failed' | 'not-configured';
}

export const shownLink = ({ invitation, link, mailed }: Invited): ShownLink | null =>
  link === null
    ? null
    : {
        name: invitation.name || invitation.email,
        url: link,
        expiresAtMs: invitation.expiresAtMs,
        mailFailed: mailed === 'failed',
      };
