/** A browser's forms without a browser: posts to a page's actions, with the cookie that it was given. */
export interface FormAnswer {
  readonly status: number;
  readonly kind: 'success' | 'failure' | 'redirect' | 'error';
  /** What the action said, as the framework writes it down. */
  readonly said: string;
}

export class FormClient {
  cookie: string | undefined;
  readonly #url: string;

  constructor({ url }: { readonly url: string }) {
    this.#url = url;
  }

  get(path: string): Promise<Response> {
    return fetch(this.#url + path, { headers: this.#headers(), redirect: 'manual' });
  }

  async post(path: string, fields: Readonly<Record<string, string>>): Promise<FormAnswer> {
    const response = await fetch(this.#url + path, {
      method: 'POST',
      headers: {
        ...this.#headers(),
        origin: this.#url,
        'sec-fetch-site': 'same-origin',
        accept: 'application/json',
        'x-sveltekit-action': 'true',
      },
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
    for (const set of response.headers.getSetCookie())
      if (set.startsWith('__Host-tandem=')) this.cookie = set.split(';', 1)[0];
    const answer = (await response.json()) as { type?: FormAnswer['kind']; status?: number };
    return {
      status: answer.status ?? response.status,
      kind: answer.type ?? 'error',
      said: JSON.stringify(answer),
    };
  }

  #headers(): Record<string, string> {
    return this.cookie === undefined ? {} : { cookie: this.cookie };
  }
}
