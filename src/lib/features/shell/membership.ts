/** A partnership that the person belongs to, and what the frame may offer them there. */
export interface Membership {
  readonly id: string;
  readonly mayCreate: boolean;
  readonly mayInvite: boolean;
}
