/** Counters and gauges for `/metrics`, by name (Prometheus naming: `tandem_…_total`, `…_seconds`). */
export interface Metrics {
  count(name: MetricName, by?: number): void;
  observe(name: MetricName, value: number): void;
  set(name: MetricName, value: number): void;
}

export type MetricName = string;
