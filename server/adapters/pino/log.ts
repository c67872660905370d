import { pino } from 'pino';
import type { Log } from '#server/ports/log.ts';

/** One JSON object a line on standard error: standard output is for the person who started the program. */
export const pinoLog = (level: string): Log =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.destination(2),
  );
