import type { Clock } from '#lib/core/clock.ts';
import type { DocumentRules } from '#lib/protocol/document-rules.ts';
import type { DocStore } from '#server/ports/doc-store.ts';
import type { Log } from '#server/ports/log.ts';
import type { Metrics } from '#server/ports/metrics.ts';
import type { CommitLoop } from './commit-loop.ts';
import type { LongWork } from './long-work.ts';
import type { EngineTiming } from './timing.ts';

/** What a room is handed. */
export interface RoomDeps {
  readonly store: DocStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly rules: DocumentRules;
  readonly timing: EngineTiming;
  readonly documentSizeBytesMax: number;
  readonly loop: CommitLoop;
  readonly longWork: LongWork;
  /** Called when nobody is left and nothing is under way. */
  readonly onEmpty: () => void;
  /** Called when the room can no longer be trusted. */
  readonly onBroken: () => void;
  /** Called after each commit that changed the text. */
  readonly onChange: () => void;
}
