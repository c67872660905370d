import type { Audience } from '#lib/domain/workshop/running/views.ts';
import type { ServerPart } from '#lib/protocol/workshop-wire.ts';

/**
 * What a screen was told, audience by audience. A key may come from several: one's own word comes first, since
 * it says more, then the others'.
 */
export class KnownValues {
  readonly #values = new Map<Audience, Map<string, unknown>>();

  /** The keys that may have another value now. */
  take(part: Extract<ServerPart, { t: 'told' | 'drop' }>): ReadonlySet<string> {
    if (part.t === 'drop') {
      const touched = new Set(part.of.flatMap((it) => [...(this.#values.get(it)?.keys() ?? [])]));
      for (const audience of part.of) this.#values.delete(audience);
      return touched;
    }
    const known = this.#values.get(part.of) ?? new Map<string, unknown>();
    this.#values.set(part.of, known);
    const touched = new Set(Object.keys(part.set));
    if (part.whole) {
      for (const key of known.keys()) touched.add(key);
      known.clear();
    }
    for (const [key, value] of Object.entries(part.set)) {
      if (value === null) known.delete(key);
      else known.set(key, value);
    }
    return touched;
  }

  /** Everything is told anew: whose words did not come again are not known any more. */
  clear(): ReadonlySet<string> {
    const touched = new Set([...this.#values.values()].flatMap((it) => [...it.keys()]));
    this.#values.clear();
    return touched;
  }

  get(key: string, own?: Audience): unknown {
    if (own) return this.#values.get(own)?.get(key) ?? null;
    let found: unknown = null;
    for (const [audience, values] of this.#values) {
      const value = values.get(key);
      if (value === undefined) continue;
      if (audience.startsWith('person:')) return value;
      found ??= value;
    }
    return found;
  }

  *audiencesWith(key: string): Iterable<Audience> {
    for (const [audience, values] of this.#values) if (values.has(key)) yield audience;
  }
}
