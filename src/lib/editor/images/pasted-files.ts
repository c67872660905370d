/** Pictures that came as files. Their type is the sender's word; the server looks at the bytes. */
export const filesIn = (data: DataTransfer | null): File[] =>
  [...(data?.files ?? [])].filter((file) => file.type.startsWith('image/') || /\.hei[cf]$/i.test(file.name));

/**
 * Whether the clipboard holds a picture and nothing to read. Word processors and spreadsheets put a picture
 * of the copied text beside the text: then the text is meant.
 */
export function isOnlyPicture(data: DataTransfer | null): boolean {
  const html = data?.getData('text/html') ?? '';
  if (html === '') return (data?.getData('text/plain') ?? '').trim() === '';
  const body = new DOMParser().parseFromString(html, 'text/html').body;
  return (body.textContent ?? '').trim() === '' && body.querySelector('figure[data-upload]') === null;
}
