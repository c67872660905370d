import { newId } from '#lib/core/ids.ts';
import { problem, type Result } from '#lib/core/result.ts';
import type { Actor, Command } from '#lib/domain/workshop/running/commands.ts';
import type { Viewer } from '#lib/domain/workshop/running/views.ts';
import type { WorkshopState } from '#lib/domain/workshop/running/workshop-state.ts';
import type { ParticipantRow, WorkshopId } from '#lib/domain/workshop/workshop.ts';
import { closeCodes } from '#lib/protocol/close-codes.ts';
import type { LiveConnection, LiveSocket } from '#server/ports/live.ts';
import type { LiveWorkshops, Recheck, Watching } from '#server/ports/live-workshops.ts';
import { Hall, hallTiming, type HallDeps, type HallTiming, type Refused } from './hall.ts';

/**
 * workshops/ is the server's side of running workshops: it judges what people do, has it written, and tells
 * each screen what it may see.
 *
 * Invariant: as engine.ts; and the log of commands is the truth, so a hall can be put away at any time.
 */
export interface HallsDeps extends Omit<HallDeps, 'onEmpty' | 'onBroken' | 'timing'> {
  readonly timing?: Partial<HallTiming>;
}

export function createHalls(deps: HallsDeps): LiveWorkshops & { shutdown(): Promise<void> } {
  return new LiveHalls(deps);
}

class LiveHalls implements LiveWorkshops {
  readonly #deps: HallsDeps;
  readonly #timing: HallTiming;
  readonly #halls = new Map<WorkshopId, { readonly hall: Hall; readonly loaded: Promise<Hall | null> }>();
  #isClosing = false;

  constructor(deps: HallsDeps) {
    this.#deps = deps;
    this.#timing = { ...hallTiming, ...deps.timing };
  }

  async connect(
    id: WorkshopId,
    socket: LiveSocket,
    viewers: readonly Viewer[],
    recheck?: Recheck,
  ): Promise<LiveConnection | null> {
    const hall = this.#isClosing ? null : await this.#open(id);
    if (!hall) {
      if (this.#isClosing) socket.close(closeCodes.restarting, 'restarting');
      else socket.close(closeCodes.noSuchDocument, 'no such workshop');
      return null;
    }
    return hall.connect(socket, viewers, recheck);
  }

  async submit(
    id: WorkshopId,
    actor: Actor,
    command: Command,
    key = newId(this.#deps.random),
  ): Promise<Result<void, Refused>> {
    const hall = this.#isClosing ? null : await this.#open(id);
    return hall ? hall.submit(actor, key, command) : problem('workshop-unknown');
  }

  async read<T>(id: WorkshopId, look: (state: WorkshopState) => T): Promise<T | null> {
    const hall = await this.#open(id);
    return hall ? look(hall.state) : null;
  }

  /** Opens nothing: who looks at a hall keeps it open. */
  async watching(id: WorkshopId): Promise<Watching> {
    return (await this.#halls.get(id)?.loaded)?.watching() ?? { people: [], screens: 0 };
  }

  async named(id: WorkshopId, participant: Pick<ParticipantRow, 'id' | 'name'>): Promise<void> {
    (await this.#halls.get(id)?.loaded)?.named(participant);
  }

  async personRightsChanged(personId: string): Promise<void> {
    const halls = await Promise.all([...this.#halls.values()].map(({ loaded }) => loaded));
    await Promise.all(halls.map((hall) => hall?.personRightsChanged(personId)));
  }

  async forget(id: WorkshopId): Promise<void> {
    const hall = await this.#halls.get(id)?.loaded;
    this.#halls.delete(id);
    hall?.closeAll(closeCodes.noSuchDocument, 'removed');
  }

  async shutdown(): Promise<void> {
    this.#isClosing = true;
    await Promise.all([...this.#halls.values()].map(async ({ loaded }) => (await loaded)?.shutdown()));
    this.#halls.clear();
  }

  #open(id: WorkshopId): Promise<Hall | null> {
    const known = this.#halls.get(id);
    if (known) return known.loaded;
    const { store, clock, random, log, metrics } = this.#deps;
    const hall: Hall = new Hall(id, {
      ...{ store, clock, random, log, metrics },
      timing: this.#timing,
      onEmpty: () => this.#putAwayLater(id, hall),
      onBroken: () => {
        if (this.#halls.get(id)?.hall === hall) this.#halls.delete(id);
      },
    });
    const loaded = store
      .workshop(id)
      .then(async (workshop) => {
        if (!workshop) return null;
        await hall.load(workshop);
        return hall;
      })
      .catch((error: unknown) => {
        log.error({ workshopId: id, error: String(error) }, 'workshop cannot be opened');
        return null;
      });
    this.#halls.set(id, { hall, loaded });
    void loaded.then((result) => {
      if (result) this.#putAwayLater(id, hall);
      else if (this.#halls.get(id)?.hall === hall) this.#halls.delete(id);
    });
    return loaded;
  }

  #putAwayLater(id: WorkshopId, hall: Hall): void {
    this.#deps.clock.after(this.#timing.lingerMs, () => {
      if (this.#halls.get(id)?.hall === hall && hall.isIdle) this.#halls.delete(id);
    });
  }
}
