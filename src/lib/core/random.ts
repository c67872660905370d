/** Randomness is handed in: secrets from the system, simulations from a seed. */
export interface Random {
  /** `count` random bytes. */
  bytes(count: number): Uint8Array;
}
