/** Structured logs: one JSON object a line. Never secrets, names, e-mails or text of documents. */
export interface Log {
  debug(fields: Fields, message: string): void;
  info(fields: Fields, message: string): void;
  warn(fields: Fields, message: string): void;
  error(fields: Fields, message: string): void;
}

type Fields = Readonly<Record<string, unknown>>;
