import type { Problem, Result } from '#lib/core/result.ts';
import type { Actor, Command } from '#lib/domain/workshop/running/commands.ts';
import type { Viewer } from '#lib/domain/workshop/running/views.ts';
import type { WorkshopState } from '#lib/domain/workshop/running/workshop-state.ts';
import type { ParticipantRow, WorkshopId } from '#lib/domain/workshop/workshop.ts';
import type { LiveConnection, LiveSocket } from './live.ts';

/** Running workshops, as the services and the network see them. */
export interface LiveWorkshops {
  /** A screen; `null`: the socket was closed, with the reason. */
  connect(id: WorkshopId, socket: LiveSocket, viewers: readonly Viewer[]): Promise<LiveConnection | null>;
  /** Resolves when it is on the disk, or refused by the stage, a role or a limit. */
  submit(
    id: WorkshopId,
    actor: Actor,
    command: Command,
    key?: string,
  ): Promise<Result<void, Problem & { readonly about?: string | number }>>;
  /** `look` must not keep the state: it goes on. `null`: no such workshop. */
  read<T>(id: WorkshopId, look: (state: WorkshopState) => T): Promise<T | null>;
  /** A new participant, before they arrive, or a changed name. */
  named(id: WorkshopId, participant: Pick<ParticipantRow, 'id' | 'name'>): Promise<void>;
  /** It was removed, or its format changed: screens are closed, and it is read anew. */
  forget(id: WorkshopId): Promise<void>;
}
