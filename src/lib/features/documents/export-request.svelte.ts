import { askApi } from '#lib/client/api.ts';

/** Asks the server for a file and follows its making. One at a time per page. */
export type ExportState = 'idle' | 'queued' | 'running' | 'done' | 'failed';

interface ExportView {
  readonly id: string;
  readonly state: Exclude<ExportState, 'idle'>;
  readonly progress: number;
  readonly url: string | null;
  readonly name: string | null;
  readonly sizeBytes: number | null;
  readonly warnings: readonly { readonly code: string; readonly count: number }[];
  readonly problem: { readonly code: string } | null;
}

/** Often enough to feel live, seldom enough not to load the server. */
const POLL_MS = 400;

export class ExportRequest {
  state = $state<ExportState>('idle');
  progress = $state(0);
  format = $state<string | null>(null);
  file = $state.raw<{ url: string; name: string; sizeBytes: number } | null>(null);
  warnings = $state.raw<ExportView['warnings']>([]);
  problem = $state<string | null>(null);

  readonly #documentId: string;
  readonly #ondone: (url: string) => void;
  #run = 0;

  constructor(documentId: string, ondone: (url: string) => void) {
    this.#documentId = documentId;
    this.#ondone = ondone;
  }

  async start(format: string): Promise<void> {
    const run = ++this.#run;
    this.format = format;
    this.state = 'queued';
    this.progress = 0;
    this.file = null;
    this.problem = null;
    this.warnings = [];
    let asked = await askApi<ExportView>('POST', `/documents/${this.#documentId}/exports`, { format });
    while (run === this.#run) {
      if (!asked.ok) {
        this.state = 'failed';
        this.problem = asked.problem.code;
        return;
      }
      this.#show(asked.value);
      if (asked.value.state === 'done' || asked.value.state === 'failed') return;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      asked = await askApi<ExportView>('GET', `/exports/${asked.value.id}`);
    }
  }

  dismiss(): void {
    this.#run++;
    this.state = 'idle';
  }

  #show(view: ExportView): void {
    this.state = view.state;
    this.progress = view.progress;
    this.warnings = view.warnings;
    this.problem = view.problem?.code ?? null;
    if (view.state !== 'done' || view.url === null) return;
    this.file = { url: view.url, name: view.name ?? '', sizeBytes: view.sizeBytes ?? 0 };
    this.#ondone(view.url);
  }
}
