/** What the killed process writes, so that whoever looks afterwards knows every byte. */
export const documentIds = ['p-doc-call-fr', 'p-doc-call-en', 'p-doc-d1-en'] as const;

export function payload(documentId: string, seq: number): Uint8Array {
  const sizeBytes = seq % 17 === 0 ? 60_000 : 10 + (seq % 90);
  return new Uint8Array(sizeBytes).map((_, index) => (index * 31 + seq * 7 + documentId.length) & 255);
}
