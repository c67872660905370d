import type { Command } from '#lib/domain/workshop/running/commands.ts';

/** Done here, and not answered yet; kept on the device, and sent again after a cut: its key makes it count once. */
export interface PendingCommand {
  readonly key: string;
  readonly as: string;
  readonly command: Command;
  /** On this device's clock. */
  readonly atMs: number;
}
