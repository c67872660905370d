import { askApi } from '#lib/client/api.ts';
import type { DocumentAccess } from '#server/services/document-access.ts';

/** Who may do what on a text, as the server answers it, and the lock, which it alone sets. */
export class AccessRequest {
  answer = $state.raw<DocumentAccess | null>(null);
  /** Code of what went wrong last. */
  problem = $state<string | null>(null);
  changing = $state(false);
  readonly #url: string;
  #question = 0;

  constructor(documentId: string) {
    this.#url = `/documents/${documentId}`;
  }

  async load(): Promise<void> {
    const question = ++this.#question;
    const answer = await askApi<DocumentAccess>('GET', `${this.#url}/access`);
    if (question !== this.#question) return;
    this.problem = answer.ok ? null : answer.problem.code;
    if (answer.ok) this.answer = answer.value;
  }

  async setLock(locked: boolean): Promise<void> {
    this.changing = true;
    const answer = await askApi(locked ? 'PUT' : 'DELETE', `${this.#url}/lock`);
    if (answer.ok) await this.load();
    else this.problem = answer.problem.code;
    this.changing = false;
  }
}
