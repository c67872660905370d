/** A file to be saved, never shown: whatever is in it, a browser runs nothing of it. */
export interface Attachment {
  readonly name: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
}

export const attachment = (
  { name, mime, bytes }: Attachment,
  headers: Readonly<Record<string, string>> = {},
): Response =>
  new Response(new Uint8Array(bytes), {
    headers: {
      ...headers,
      'content-type': mime,
      'content-length': String(bytes.byteLength),
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    },
  });
