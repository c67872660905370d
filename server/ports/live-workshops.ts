import type { Problem, Result } from '#lib/core/result.ts';
import type { Actor, Command } from '#lib/domain/workshop/running/commands.ts';
import type { Viewer } from '#lib/domain/workshop/running/views.ts';
import type { ParticipantId, WorkshopState } from '#lib/domain/workshop/running/workshop-state.ts';
import type { ParticipantRow, WorkshopId } from '#lib/domain/workshop/workshop.ts';
import type { CloseCode } from '#lib/protocol/close-codes.ts';
import type { LiveConnection, LiveSocket } from './live.ts';

/** How a screen's right is found anew: `null`, or with which code it is closed. */
export interface Recheck {
  readonly personId: string;
  ask(): Promise<CloseCode | null>;
}

/** Running workshops, as the services and the network see them. */
export interface LiveWorkshops {
  /** A screen; `null`: the socket was closed, with the reason. */
  connect(
    id: WorkshopId,
    socket: LiveSocket,
    viewers: readonly Viewer[],
    recheck?: Recheck,
  ): Promise<LiveConnection | null>;
  /** E11: resolves when every screen of that person was asked for anew. */
  personRightsChanged(personId: string): Promise<void>;
  /** Resolves when it is on the disk, or refused by the stage, a role or a limit. */
  submit(
    id: WorkshopId,
    actor: Actor,
    command: Command,
    key?: string,
  ): Promise<Result<void, Problem & { readonly about?: string | number }>>;
  /** `look` must not keep the state: it goes on. `null`: no such workshop. */
  read<T>(id: WorkshopId, look: (state: WorkshopState) => T): Promise<T | null>;
  /** Who looks at it now: people by their ids, and how many screens in all. */
  watching(id: WorkshopId): Promise<Watching>;
  /** A new participant, before they arrive, or a changed name. */
  named(id: WorkshopId, participant: Pick<ParticipantRow, 'id' | 'name'>): Promise<void>;
  /** It was removed, or its format changed: screens are closed, and it is read anew. */
  forget(id: WorkshopId): Promise<void>;
}

export interface Watching {
  readonly people: readonly ParticipantId[];
  readonly screens: number;
}
