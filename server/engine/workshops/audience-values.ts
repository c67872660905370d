import type { Audience, Told } from '#lib/domain/workshop/running/views.ts';
import { encodeList, encodeTold } from '#lib/protocol/workshop-wire.ts';

/**
 * The latest values of every audience, as JSON. It tells what became different since the last time, and
 * everything to who begins to look; equal values are not told twice.
 */
export class AudienceValues {
  readonly #values = new Map<Audience, Map<string, string>>();
  /** What became different since `takeChanges`; `null`: gone. */
  readonly #changed = new Map<Audience, Map<string, string | null>>();

  set(told: readonly Told[]): void {
    for (const { audience, key, value } of told) this.#set(audience, key, value);
  }

  /** These are all there are: what stands nowhere among them is gone. */
  setAll(told: readonly Told[]): void {
    const kept = new Set(told.map(({ audience, key }) => `${audience} ${key}`));
    for (const [audience, values] of this.#values)
      for (const key of [...values.keys()])
        if (!kept.has(`${audience} ${key}`)) this.#set(audience, key, null);
    this.set(told);
  }

  #set(audience: Audience, key: string, value: unknown): void {
    const values = this.#values.get(audience) ?? new Map<string, string>();
    this.#values.set(audience, values);
    const before = values.get(key) ?? null;
    const now = value === null ? null : JSON.stringify(value);
    if (before === now) return;
    if (now === null) values.delete(key);
    else values.set(key, now);
    const changed = this.#changed.get(audience) ?? new Map<string, string | null>();
    this.#changed.set(audience, changed);
    changed.set(key, now);
  }

  /** One part for each audience that has something new. */
  takeChanges(): ReadonlyMap<Audience, string> {
    const parts = new Map<Audience, string>();
    for (const [audience, changed] of this.#changed)
      parts.set(audience, encodeTold(audience, object(changed), false));
    this.#changed.clear();
    return parts;
  }

  /** All that an audience is told, for who joins it. */
  whole(audience: Audience): string {
    return encodeTold(audience, object(this.#values.get(audience) ?? new Map<string, string>()), true);
  }
}

const object = (values: ReadonlyMap<string, string | null>): string =>
  `{${[...values].map(([key, value]) => `${JSON.stringify(key)}:${value ?? 'null'}`).join(',')}}`;

/** The same messages for all screens of the same audiences: framed once (`LiveSocket.sendShared`). */
export function wireOf(
  wires: Map<string, readonly Uint8Array[]>,
  audiences: readonly Audience[],
  changes: ReadonlyMap<Audience, string>,
): readonly Uint8Array[] {
  const name = audiences.join(' ');
  const known = wires.get(name);
  if (known) return known;
  const wire = [encodeList(audiences.map((it) => changes.get(it) ?? '{}'))];
  wires.set(name, wire);
  return wire;
}
