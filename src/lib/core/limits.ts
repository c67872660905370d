/** Every queue, message, document, upload and export has a limit here, with its reason. */
export const limits = {
  /** A person's update: a page of text is a few KB; pasting a long report stays below. */
  updateSizeBytesMax: 1_000_000,
  /** A returning client's whole difference after weeks offline. */
  syncStep2SizeBytesMax: 8_000_000,
  /** Anything on the live connection; above it the frame is refused before it is buffered. */
  frameSizeBytesMax: 8_100_000,
  /** A cursor and a name; stock clients send some 200 bytes. */
  presenceSizeBytesMax: 2_000,
  /** A document's whole update log in memory when it is opened: some 300 printed pages. */
  documentSizeBytesMax: 64_000_000,
  /** Frames a socket may send at once, and then per second: typing makes some 20 a second. */
  framesBurst: 400,
  framesPerSecond: 120,
  /** Bytes a socket may send at once, and then per second. */
  bytesBurst: 16_000_000,
  bytesPerSecond: 2_000_000,
  /** Client ids one update may bring for the first time: each time a document is opened without a network and changed is one, for 30 days. */
  clientIdsPerUpdateMax: 1_000,
  /** A socket that makes no progress for this long is closed (E10). */
  slowReaderMs: 10_000,
  /** Every socket gets some frame within this time; a stock client reconnects after 30 s. */
  keepAliveMs: 20_000,
  /** A request body of the API or a form. */
  bodySizeBytesMax: 512_000,
  /** Exports waiting or running for one person. */
  exportsPerPersonMax: 5,
  /** A title on a cover must stay legible. */
  titleLengthMax: 200,
  /** A name on a badge; an address as long as mail allows (RFC 5321). */
  personNameLengthMax: 100,
  emailLengthMax: 254,
  /** A sign-in link is mailed or read from the terminal: used soon, or asked for again. */
  signInLinkMs: 30 * 60_000,
  /** Sign-in attempts from one address at once, and then per minute: a seminar's 200 people share one, and try twice. */
  signInAttemptsBurst: 500,
  signInAttemptsPerMinute: 250,
  /** Addresses remembered for that; the least recent is forgotten first. */
  signInAddressesMax: 10_000,
  /** A web session is renewed by use and ends after this long without. */
  webSessionMs: 30 * 24 * 3_600_000,
  /** Files waiting for a worker, those asked for at once over the API included; each holds its text. */
  renderingsWaitingMax: 50,
  /** How long a worker may be silent before another takes its job. */
  jobLeaseMs: 60_000,
  /** A job that failed this often stays failed. */
  jobAttemptsMax: 3,
  /** Export files are rebuilt on demand; old ones go. */
  exportFileKeptMs: 24 * 3_600_000,
} as const;
