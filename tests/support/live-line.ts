/**
 * The live connection of a person's pages, held back when a test says so: what the page and the server
 * tell each other waits, in both directions, so that two people really act before either sees the other.
 * It changes nothing of what is said, and leaves what that means to the tests.
 */
import type { BrowserContext } from '@playwright/test';
import { ByteReader } from '#lib/protocol/byte-reader.ts';
import { messageTypes, syncTypes } from '#lib/protocol/messages.ts';

type Message = string | Buffer;

export class LiveLine {
  /** Updates and step 2s that passed, by direction. */
  readonly toServer: Buffer[] = [];
  readonly toPage: Buffer[] = [];
  /** Codes with which the server ended a connection. */
  readonly closeCodes: number[] = [];
  #held = false;
  #waiting: (() => void)[] = [];

  /** Before the context opens a page that connects. */
  static async of(context: BrowserContext): Promise<LiveLine> {
    const line = new LiveLine();
    await context.routeWebSocket(/\/sync\//, (page) => {
      const server = page.connectToServer();
      page.onMessage((message) => line.#pass(message, line.toServer, () => server.send(message)));
      server.onMessage((message) => line.#pass(message, line.toPage, () => page.send(message)));
      server.onClose((code, reason) => {
        line.closeCodes.push(code ?? 0);
        void page.close({ ...(code === undefined ? {} : { code }), reason: reason ?? '' });
      });
    });
    return line;
  }

  hold(): void {
    this.#held = true;
  }

  /** Lets through what waited, in its order. */
  release(): void {
    this.#held = false;
    for (const deliver of this.#waiting.splice(0)) deliver();
  }

  #pass(message: Message, seen: Buffer[], deliver: () => void): void {
    const go = () => {
      if (typeof message !== 'string' && isEdit(message)) seen.push(message);
      deliver();
    };
    if (this.#held) this.#waiting.push(go);
    else go();
  }
}

function isEdit(message: Buffer): boolean {
  const reader = new ByteReader(new Uint8Array(message));
  if (reader.varUint() !== messageTypes.sync) return false;
  const type = reader.varUint();
  return type === syncTypes.step2 || type === syncTypes.update;
}
