import type { Format, SessionRole } from '../../format.ts';
import { applyCommand } from '../apply-command.ts';
import type { Touched } from '../touched.ts';
import { checkCommand } from '../check-command.ts';
import { SERVER_ACTOR, type Actor, type Command, type LogEntry } from '../commands.ts';
import type { Refusal } from '../rights.ts';
import { newWorkshop, type Participant, type WorkshopState } from '../workshop-state.ts';

/** A workshop that a test plays: each command is judged and applied as the server does, and kept in its log. */
export class Play {
  readonly state: WorkshopState;
  readonly log: LogEntry[] = [];
  touched: readonly Touched[] = [];
  atMs = 1_000_000;
  readonly #format: Format;

  constructor(format: Format) {
    this.#format = format;
    this.state = newWorkshop(format);
  }

  /** `null`: done. */
  try(actor: Actor, command: Command): Refusal | null {
    const refusal = checkCommand(this.state, actor, command, this.atMs);
    if (refusal) return refusal;
    const { atMs } = this;
    const entry = { seq: this.log.length + 1, atMs, actor, key: `k${this.log.length + 1}`, command };
    this.touched = applyCommand(this.state, entry);
    this.log.push(entry);
    return null;
  }

  /** What must not be refused. */
  do(actor: Actor, command: Command): void {
    const refusal = this.try(actor, command);
    if (refusal) throw new Error(`${actor} may not ${JSON.stringify(command)}: ${JSON.stringify(refusal)}`);
  }

  arrive(id: string, role: SessionRole, more: Partial<Participant> = {}): string {
    const { country = null, organisation = null, languages = ['en'], table = null } = more;
    const person = { id, role, country, organisation, languages, needs: [], table, isAdmitted: true };
    this.do(SERVER_ACTOR, { type: 'arrive', person });
    return id;
  }

  layTables(count: number, capacity = 8): void {
    const tables = Array.from({ length: count }, (_, index) => ({
      ...{ number: index + 1, topics: {}, capacity, languages: [] },
    }));
    this.do(SERVER_ACTOR, { type: 'tables', tables });
  }

  /** The same log, from the beginning. */
  replayed(): WorkshopState {
    const state = newWorkshop(this.#format);
    for (const entry of this.log) applyCommand(state, entry);
    return state;
  }

  /** To the first step of that stage (and round). */
  goTo(facilitator: string, stage: string, round = 1): void {
    const at = this.state.steps.findIndex((it) => it.stage.id === stage && it.round === round);
    if (at < 0) throw new Error(`no stage ${stage}`);
    while (this.state.step < at) this.do(facilitator, { type: 'next', despite: 'a test' });
  }
}
