import type { Command, CommandOf } from '#lib/domain/workshop/running/commands.ts';
import type { CardView } from '#lib/domain/workshop/running/views.ts';

/** Done here, and not answered yet; kept on the device, and sent again after a cut: its key makes it count once. */
export interface PendingCommand {
  readonly key: string;
  readonly as: string;
  readonly command: Command;
  /** On this device's clock. */
  readonly atMs: number;
}

/** A card as it will be, as far as its writer knows. */
export const notYet = (
  command: CommandOf<'add'>,
  author: string,
  { step, table }: { readonly step: number; readonly table: number },
  atMs: number,
): CardView => ({
  id: command.card,
  kind: command.kind,
  zone: command.zone,
  table: command.table ?? table,
  text: command.text,
  fields: command.fields ?? {},
  lang: command.lang,
  author,
  step,
  isRevealed: false,
  x: command.x ?? 0,
  y: command.y ?? 0,
  lane: command.lane ?? null,
  parent: command.parent ?? null,
  under: null,
  status: 'active',
  reason: null,
  comments: [],
  atMs,
  changedAtMs: atMs,
});
