/**
 * What a text can refer to, as its page hands it to the editor: other texts of the partnership and
 * its people. The editor asks; whoever answers has checked the reader's rights.
 */
export interface LinkTarget {
  readonly id: string;
  readonly title: string;
  readonly language: string | null;
  /** Short name of the deliverable, such as `D1`. */
  readonly code: string | null;
  readonly state: string;
}

export interface TargetHeading {
  readonly id: string;
  readonly level: number;
  readonly text: string;
}

export interface TargetOutline extends LinkTarget {
  readonly headings: readonly TargetHeading[];
  /** The place that was asked for; `null` when it is not, or no longer, in the text. */
  readonly place: TargetPlace | null;
}

export interface TargetPlace {
  readonly id: string;
  /** The words of the block itself. */
  readonly text: string;
  readonly isHeading: boolean;
  /** The first words that follow. */
  readonly opening: string;
}

export interface NamedPerson {
  readonly id: string;
  readonly name: string;
  readonly organisation: string | null;
}

export interface References {
  /** The text that is open. */
  readonly documentId: string;
  documents(): Promise<readonly LinkTarget[]>;
  /** `null`: there is no such text, or not for this reader. */
  outline(documentId: string, blockId: string | null): Promise<TargetOutline | null>;
  people(): Promise<readonly NamedPerson[]>;
  /** The name of a work's state in the reader's language. */
  stateName(state: string): string;
}
