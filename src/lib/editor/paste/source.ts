export type Source = 'word' | 'google-docs' | 'libreoffice' | 'web';
