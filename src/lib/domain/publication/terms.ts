/** In which formats, and on which terms, a publication may go out. */
export const publicationFormats = ['pdf', 'docx', 'html', 'md'] as const;
export type PublicationFormat = (typeof publicationFormats)[number];

/** Creative Commons (publication rules, 4.4). The first one is offered first. */
export const licences = ['CC-BY-4.0', 'CC-BY-SA-4.0', 'CC0-1.0'] as const;
export type Licence = (typeof licences)[number];

/** Short names are the same in every language; the deed speaks the reader's. */
export const licenceFacts: Readonly<Record<Licence, { readonly name: string; readonly url: string }>> = {
  'CC-BY-4.0': { name: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/' },
  'CC-BY-SA-4.0': { name: 'CC BY-SA 4.0', url: 'https://creativecommons.org/licenses/by-sa/4.0/' },
  'CC0-1.0': { name: 'CC0 1.0', url: 'https://creativecommons.org/publicdomain/zero/1.0/' },
};
