/**
 * tools/ holds what stands beside the text: which panel is open, how one looks at the text, what one
 * prefers on this device. It leaves the text itself to TextEditor and each tool to its own folder
 * (find, tables, counts, typography, paste, shortcuts, modes).
 */
export type Mode = 'write' | 'focus' | 'read';
export type Panel = 'find' | 'replace';

const MODE = 'tandem.editor.mode';
const TYPOGRAPHY = 'tandem.editor.typography';

export class EditorTools {
  panel = $state<Panel | null>(null);
  shortcutsOpen = $state(false);
  /** What a screen reader is told: a change of mode, what a replacement did. */
  announcement = $state('');
  /** Of what was just pasted. */
  picturesLeftOut = $state(0);
  #mode = $state<Mode>('write');
  #typography = $state(true);

  constructor() {
    const mode = remembered(MODE);
    if (mode === 'focus' || mode === 'read') this.#mode = mode;
    this.#typography = remembered(TYPOGRAPHY) !== 'off';
  }

  get mode(): Mode {
    return this.#mode;
  }

  /** Remembered on this device: a tablet for reading stays one. */
  set mode(mode: Mode) {
    this.#mode = mode;
    remember(MODE, mode === 'write' ? null : mode);
  }

  get typography(): boolean {
    return this.#typography;
  }

  set typography(isOn: boolean) {
    this.#typography = isOn;
    remember(TYPOGRAPHY, isOn ? null : 'off');
  }
}

/** A browser may refuse its storage; a preference then lasts as long as the page. */
function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // As above.
  }
}
