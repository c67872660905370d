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
    this.#url = `/api/v1/documents/${documentId}`;
  }

  async load(): Promise<void> {
    const question = ++this.#question;
    const answer = await ask<DocumentAccess>(`${this.#url}/access`, 'GET');
    if (question !== this.#question) return;
    this.problem = 'problem' in answer ? answer.problem : null;
    if ('value' in answer) this.answer = answer.value;
  }

  async setLock(locked: boolean): Promise<void> {
    this.changing = true;
    const answer = await ask(`${this.#url}/lock`, locked ? 'PUT' : 'DELETE');
    if ('problem' in answer) this.problem = answer.problem;
    else await this.load();
    this.changing = false;
  }
}

async function ask<T>(
  url: string,
  method: 'GET' | 'PUT' | 'DELETE',
): Promise<{ readonly value: T } | { readonly problem: string }> {
  try {
    const response = await fetch(url, { method, headers: { accept: 'application/json' } });
    const body = (await response.json()) as T & { readonly code?: string };
    return response.ok ? { value: body } : { problem: body.code ?? 'internal' };
  } catch {
    return { problem: 'offline' };
  }
}
