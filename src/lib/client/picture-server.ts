import { ok, problem, type Result } from '#lib/core/result.ts';
import { answerOf, askApi } from './api.ts';

/** Pictures on their way to the server: one object per document. */
export interface PictureServer {
  /** Problems: the server's; `no-connection`; `cancelled`, by the signal or by a server that is stopping. */
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
      asked.onload = () => resolve(kept(answerOf(asked.status, asked.responseText)));
      asked.onerror = () => resolve(problem('no-connection'));
      asked.onabort = () => resolve(problem('cancelled'));
      signal.addEventListener('abort', () => asked.abort());
      if (signal.aborted) return resolve(problem('cancelled'));
      asked.send(file);
    }),

  async adopt(pictureId) {
    const path = `/documents/${documentId}/uploads/${encodeURIComponent(pictureId)}`;
    return kept(await askApi<KeptPicture>('PUT', path));
  },
});

/** An answer holds more than is kept of it. */
const kept = (answer: Result<KeptPicture>): Result<KeptPicture> =>
  answer.ok ? ok({ id: answer.value.id, width: answer.value.width, height: answer.value.height }) : answer;
