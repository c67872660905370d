/** What is said aloud of the others in a text. Remembered on this device: one person needs it, another is disturbed. */
const KEYS = { people: 'tandem.announce-people', changes: 'tandem.announce-changes' } as const;

export type Announced = keyof typeof KEYS;

export class Announcements {
  #on = $state({ people: isOn('people'), changes: isOn('changes') });

  on(what: Announced): boolean {
    return this.#on[what];
  }

  toggle(what: Announced): void {
    this.#on[what] = !this.#on[what];
    try {
      if (this.#on[what]) localStorage.removeItem(KEYS[what]);
      else localStorage.setItem(KEYS[what], 'off');
    } catch {
      // A browser may refuse its storage; the choice then lasts as long as the page.
    }
  }
}

function isOn(what: Announced): boolean {
  try {
    return localStorage.getItem(KEYS[what]) !== 'off';
  } catch {
    return true;
  }
}
