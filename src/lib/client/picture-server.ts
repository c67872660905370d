import { ok, problem, type Result } from '#lib/core/result.ts';

/** Pictures on their way to the server: one object per document. */
export interface PictureServer {
  /** Problems: the server's; `no-connection`; `cancelled`, by the signal. */
  send(file: Blob, options: SendOptions): Promise<Result<KeptPicture>>;
  /** Takes over a picture that was pasted from another text. Problems as above. */
  adopt(pictureId: string): Promise<Result<KeptPicture>>;
}

export interface SendOptions {
  readonly signal: AbortSignal;
  /** 0 to 1; at 1 the server still has to prepare the picture. */
  readonly onProgress: (ratio: number) => void;
}

export interface KeptPicture {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export const pictureServer = (documentId: string): PictureServer => ({
  // Not fetch: it does not tell how much has been sent.
  send: (file, { signal, onProgress }) =>
    new Promise((resolve) => {
      const asked = new XMLHttpRequest();
      asked.open('POST', `/api/v1/documents/${documentId}/uploads`);
      asked.setRequestHeader('content-type', 'application/octet-stream');
      asked.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
      asked.onload = () => resolve(answerOf(asked.status, asked.responseText));
      asked.onerror = () => resolve(problem('no-connection'));
      asked.onabort = () => resolve(problem('cancelled'));
      signal.addEventListener('abort', () => asked.abort());
      if (signal.aborted) return resolve(problem('cancelled'));
      asked.send(file);
    }),

  async adopt(pictureId) {
    try {
      const path = `/api/v1/documents/${documentId}/uploads/${encodeURIComponent(pictureId)}`;
      const answer = await fetch(path, { method: 'PUT' });
      return answerOf(answer.status, await answer.text());
    } catch {
      return problem('no-connection');
    }
  },
});

function answerOf(status: number, body: string): Result<KeptPicture> {
  const answer = parsed(body);
  if (status < 300 && typeof answer.id === 'string')
    return ok({ id: answer.id, width: Number(answer.width), height: Number(answer.height) });
  return problem(typeof answer.code === 'string' ? answer.code : 'internal');
}

function parsed(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    // A proxy's own page, for example.
    return {};
  }
}
