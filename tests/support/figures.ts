/** What a benchmark or an endurance run reports: its last line, as JSON. */
export type Figures = { readonly name: string; readonly ok: boolean } & Readonly<Record<string, unknown>>;
