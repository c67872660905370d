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
  /** Client ids one update may bring for the first time: a person's browsers while offline. */
  clientIdsPerUpdateMax: 64,
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
  /** A picture as it is sent: the best telephones write some 12 MB. Checked while it streams in. */
  uploadSizeBytesMax: 20_000_000,
  /** Decoding takes memory by the pixel, not by the byte: today's cameras stay below 50 megapixels. */
  imagePixelsMax: 50_000_000,
  /** A picture as it is kept: sharp across a printed page, and small enough for a telephone. */
  imageSidePixelsMax: 2_560,
  /** What a re-encoded picture may weigh; a PNG above it becomes a JPEG. */
  imageSizeBytesMax: 8_000_000,
  /** A worker that grows beyond this ends, with its picture: some 3 times what 50 megapixels take. */
  imageWorkerBytesMax: 700_000_000,
  /** Re-encoding the largest picture takes some 3 s on one slow core. */
  imageWorkMs: 30_000,
  /** Pictures of one person under way at once: a handful is dropped together, the rest waits in the page. */
  uploadsAtOncePerPersonMax: 4,
  /** Pictures under way on the server, of everybody: each may hold 20 MB of disk. */
  uploadsAtOnceMax: 40,
  /** Pictures of one person within an hour: a seminar's photographs, not a dump. */
  uploadsPerHourMax: 200,
  /** All pictures of one work as they are kept: some 500 photographs. */
  uploadsOfWorkBytesMax: 500_000_000,
  /** An upload of which nothing arrives for this long is given up; and one that takes this long in all. */
  uploadStallMs: 20_000,
  uploadMsMax: 280_000,
  /** Pictures of one exported file: they are held in memory while it is set. */
  exportImagesBytesMax: 150_000_000,
} as const;
