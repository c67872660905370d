/** The engine's own pace. Handed in as a whole so that tests and simulations can shorten it. */
export interface EngineTiming {
  /** Shortest and longest wait for companions under load; a quiet engine commits at once. */
  readonly tickMsMin: number;
  readonly tickMsMax: number;
  /** From so many updates a second on, waiting for companions saves more than it costs. */
  readonly busyUpdatesPerSecond: number;
  /** Shortest time between two tellings of where people are, unless it goes along with edits. */
  readonly presenceMs: number;
  /** In a crowd, at most so often per person. */
  readonly presenceInCrowdMs: number;
  readonly crowd: number;
  /** How often slow sockets are looked at. */
  readonly drainMs: number;
  readonly keepAliveCheckMs: number;
  /** After a failed commit, until the storage is tried again. */
  readonly storageProbeMs: number;
  /** Without an edit for so long, the text is repaired and its snapshot renewed. */
  readonly quietMs: number;
  /** Without an edit for so long, what its edits are judged by is let go. */
  readonly forgetMs: number;
  /** An empty room is kept for those who come back. */
  readonly lingerMs: number;
  /** Over how long the sockets are closed at a shutdown, so that they do not come back all at once. */
  readonly closeSpreadMs: number;
}

export const engineTiming: EngineTiming = {
  tickMsMin: 20,
  tickMsMax: 33,
  busyUpdatesPerSecond: 120,
  presenceMs: 100,
  presenceInCrowdMs: 1_000,
  crowd: 50,
  drainMs: 50,
  keepAliveCheckMs: 4_000,
  storageProbeMs: 2_000,
  quietMs: 3_000,
  forgetMs: 120_000,
  lingerMs: 10_000,
  closeSpreadMs: 5_000,
};
