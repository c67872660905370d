import type { CommandOf } from './commands.ts';
import type { Card } from './workshop-state.ts';

/**
 * What commands make of a card: on the server, and on the screen of whoever gave them before the server has
 * answered.
 */

/** A card as its command makes it; what depends on the stage and on who writes is handed in. */
export const newCard = (
  command: CommandOf<'add'>,
  written: Pick<Card, 'author' | 'isAnonymous' | 'isRevealed' | 'step' | 'table' | 'atMs'>,
): Card => ({
  ...written,
  id: command.card,
  kind: command.kind,
  zone: command.zone,
  text: command.text,
  fields: command.fields ?? {},
  lang: command.lang,
  x: command.x ?? 0,
  y: command.y ?? 0,
  lane: command.lane ?? null,
  parent: command.parent ?? null,
  under: null,
  status: 'active',
  reason: null,
  comments: [],
  changedAtMs: written.atMs,
});

/** Of a change that says all of it itself; `status` and the like follow from who may do it. */
export function changeOf(
  card: Pick<Card, 'text' | 'lang' | 'fields' | 'zone' | 'lane' | 'x' | 'y'>,
  command: CommandOf<'edit' | 'move' | 'stack' | 'park'>,
): Partial<Pick<Card, 'text' | 'lang' | 'fields' | 'zone' | 'lane' | 'x' | 'y' | 'under' | 'status'>> {
  switch (command.type) {
    case 'edit':
      return {
        text: command.text ?? card.text,
        lang: command.lang ?? card.lang,
        fields: { ...card.fields, ...command.fields },
      };
    case 'move':
      return {
        zone: command.zone ?? card.zone,
        lane: command.lane === undefined ? card.lane : command.lane,
        x: command.x ?? card.x,
        y: command.y ?? card.y,
      };
    case 'stack':
      return { under: command.under };
    case 'park':
      return { status: command.on ? 'parked' : 'active' };
  }
}
