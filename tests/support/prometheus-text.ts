/**
 * Reads the Prometheus text exposition format strictly (version 0.0.4,
 * https://prometheus.io/docs/instrumenting/exposition_formats/): what a scraper would choke on throws.
 */
export type Samples = ReadonlyMap<string, number>;

const TYPES = ['counter', 'gauge', 'histogram', 'summary', 'untyped'];
const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABELS = String.raw`\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*",?)*\}`;
const SAMPLE = new RegExp(
  String.raw`^(${NAME})(${LABELS})? (NaN|[+-]Inf|[+-]?[\d.]+(?:e[+-]?\d+)?)( -?\d+)?$`,
  'i',
);
const COMMENT = new RegExp(String.raw`^# (HELP|TYPE) (${NAME}) (.*)$`);

/** Values by name; with labels, by name and labels as they are written. */
export function parsePrometheus(text: string): Samples {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const types = new Map<string, string>();
  const samples = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, kind, described, rest = ''] = COMMENT.exec(line) ?? [];
    if (kind === 'TYPE' && described !== undefined) {
      if (types.has(described) || !TYPES.includes(rest)) throw new Error(`a second or unknown type: ${line}`);
      types.set(described, rest);
    }
    if (kind !== undefined || line.startsWith('# ')) continue;
    const [, name = '', labels = '', value = ''] = SAMPLE.exec(line) ?? [];
    if (!name) throw new Error(`no sample: ${line}`);
    const family = [name, name.replace(/_(bucket|sum|count)$/, '')].find((it) => types.has(it));
    if (family === undefined) throw new Error(`a sample without a type: ${line}`);
    if (samples.has(name + labels)) throw new Error(`a sample twice: ${line}`);
    samples.set(name + labels, Number(value.replace('Inf', 'Infinity')));
  }
  for (const [name, type] of types)
    if (type === 'histogram' && samples.get(`${name}_bucket{le="+Inf"}`) !== samples.get(`${name}_count`))
      throw new Error(`the buckets of ${name} do not add up`);
  return samples;
}
