import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Metrics } from '#server/ports/metrics.ts';

export interface PrometheusMetrics extends Metrics {
  /** The text exposition format of `/metrics`. */
  render(): Promise<{ readonly contentType: string; readonly body: string }>;
}

const SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** Metrics come into being at their first use: their names are the documentation. */
export function prometheusMetrics(): PrometheusMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const made = new Map<string, unknown>();
  const once = <T>(name: string, make: () => T): T => {
    let metric = made.get(name) as T | undefined;
    if (metric === undefined) made.set(name, (metric = make()));
    return metric;
  };
  const options = (name: string) => ({ name, help: name.replaceAll('_', ' '), registers: [registry] });
  return {
    count: (name, by = 1) => once(name, () => new Counter(options(name))).inc(by),
    set: (name, value) => once(name, () => new Gauge(options(name))).set(value),
    observe: (name, value) =>
      once(name, () => new Histogram({ ...options(name), buckets: SECONDS })).observe(value),
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}
