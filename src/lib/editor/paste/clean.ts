export interface Cleaned {
  readonly html: string;
  readonly pictures: number;
}

export const cleanHtml = (html: string, _language: string): Cleaned => ({ html, pictures: 0 });
