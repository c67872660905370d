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
  /** What is held in memory of an open document, the text and the updates since its snapshot: some 300 printed pages. */
  documentSizeBytesMax: 64_000_000,
  /** Above it still taken and printed: deletions, which make room, and repairs. */
  documentSlackBytes: 2_000_000,
  /** Frames a socket may send at once, and then per second: typing makes some 20 a second. */
  framesBurst: 400,
  framesPerSecond: 120,
  /** Bytes a socket may send at once, and then per second. */
  bytesBurst: 16_000_000,
  bytesPerSecond: 2_000_000,
  /** Times a socket may ask for the whole text at once, and then per second: a client asks once. */
  questionsBurst: 20,
  questionsPerSecond: 0.5,
  /** Live connections of one person's pages: a page has one, and nobody reads in a hundred. Never per address. */
  socketsPerPersonMax: 100,
  /** The same for who comes with a token: a program may stand for many, and the operator gave it its token. */
  socketsPerProgramMax: 1_500,
  /** Live connections that one person's pages open at once, and then per minute: after a restart all of them come back. */
  socketOpeningsBurst: 200,
  socketOpeningsPerMinute: 300,
  socketHoldersRememberedMax: 10_000,
  /** Whoever sent too much at once opens nothing new for this long: else every new socket brings a new burst. */
  floodPauseMs: 10_000,
  /** Who is refused a socket for that is told so late: a program that comes back at once would keep the server busy with refusing. */
  socketRefusedAfterMs: 1_000,
  /** And so long after the one before: of a thousand sockets that come back at once, only a few do so in a second. */
  socketRefusedEveryMs: 200,
  /** So many may wait for it; the others are refused at once. */
  socketsRefusedWaitingMax: 1_000,
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
  /** Named versions of one work: a list that people still read. */
  versionsPerWorkMax: 500,
  /** Earlier states one person looks at or puts back at once, and then per minute: each is put together whole; leafing through a history stays below. */
  statesBurst: 60,
  statesPerMinute: 30,
  /** People remembered for that. */
  stateReadersRememberedMax: 10_000,
  /** Shown on one line of that list. */
  versionNameLengthMax: 120,
  /** What somebody types to find something by its name, and what they look through. */
  searchLengthMax: 200,
  searchResultsMax: 50,
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
  /** A reset link is read in a mailbox that may be slow; a link for a new account is handed over by somebody. */
  passwordLinkMs: 60 * 60_000,
  /** Twelve characters withstand guessing at the rate that is let through; 256 keep hashing cheap. */
  passwordLengthMin: 12,
  passwordLengthMax: 256,
  /** Hashing a password takes 19 MiB for 40 ms: so many at once, and so many may wait (three seconds' worth). */
  passwordHashesMax: 2,
  passwordHashesWaitingMax: 150,
  /** Tries of one account's password from one address at once, and then per minute: a person mistypes. */
  passwordAttemptsBurst: 10,
  passwordAttemptsPerMinute: 1,
  /** The same from everywhere together: guessing from many addresses stays hopeless (NIST SP 800-63B: 100). */
  accountAttemptsBurst: 60,
  accountAttemptsPerMinute: 1,
  /** Accounts remembered for that, known or not. */
  accountsRememberedMax: 50_000,
  /** Reset mails to one address at once, and then per minute: nobody's mailbox is filled by a stranger. */
  resetMailsBurst: 3,
  resetMailsPerMinute: 0.05,
  /** Reset mails being prepared or sent; more are not begun, and may be asked for again. */
  resetMailsWaitingMax: 100,
  /** Invitations one person sends or renews at once, and then per minute: a country's people, not a mailing. */
  invitationsBurst: 60,
  invitationsPerMinute: 2,
  /** Invitations of a partnership that wait: more than its people. */
  invitationsPendingMax: 300,
  /** Time for holidays; renewed by a click after that. */
  invitationMs: 14 * 24 * 3_600_000,
  /** Expired or accepted invitations stay this long, so that they can be renewed, and their link says what became of it. */
  invitationKeptMs: 30 * 24 * 3_600_000,
  /** Expired links stay this long, to say that they expired. */
  linkKeptMs: 7 * 24 * 3_600_000,
  /** Languages of one partnership: the Union's 24, and regional ones. */
  partnershipLanguagesMax: 40,
  /** Roles of one member: seven roles, some in two countries, languages or texts. */
  grantsPerMemberMax: 20,
  /** A mail server that has not taken a mail by then is told of as not answering; somebody waits for it. */
  mailMs: 10_000,
  /** "Last seen" of a device is this exact, so that reading does not write. */
  sessionSeenEveryMs: 5 * 60_000,
  /** What has ended is deleted this often. */
  housekeepingEveryMs: 3_600_000,
  /** A web session is renewed by use and ends after this long without. */
  webSessionMs: 30 * 24 * 3_600_000,
  /** Files waiting for a worker, those asked for at once over the API included; each holds its text. */
  renderingsWaitingMax: 50,
  /** Whole texts waiting to be put together, by reference: a minute's worth. What is refused comes after a later change. */
  textWorkWaitingMax: 500,
  /** Beginnings of texts for their pages, some 10 KB each: those of a busy day. */
  textBeginningsRememberedMax: 500,
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
  /** Pictures one person sends or takes over at once, and then per minute, whatever becomes of them: one that is refused was decoded too. */
  uploadAttemptsBurst: 200,
  uploadAttemptsPerMinute: 10,
  /** People remembered for that; the least recent is forgotten first. */
  uploadersRememberedMax: 10_000,
  /** All pictures of one work as they are kept: some 500 photographs. */
  uploadsOfWorkBytesMax: 500_000_000,
  /** An upload of which nothing arrives for this long is given up; and one that takes this long in all. */
  uploadStallMs: 20_000,
  uploadMsMax: 280_000,
  /** Files of pictures that nothing has any more stay this long: longer than a backup takes. */
  orphanedFileKeptMs: 6 * 3_600_000,
  /** Pictures of one exported file: they are held in memory while it is set. */
  exportImagesBytesMax: 150_000_000,
  /** Pictures of one document that a device keeps for a time without a network: a richly illustrated report. */
  offlinePicturesOfDocumentBytesMax: 60_000_000,
  /** Documents whose pictures a device keeps, the first ones kept go first: with the limit above a telephone's spare room. */
  offlinePictureDocumentsMax: 20,
  /** Documents on a device that the server is asked about in a row, one after the other: more than anybody opens in a season. */
  documentsAskedForAtOnceMax: 100,
  /** Organisations of one partnership: every municipality of a region, and some. */
  organisationsPerPartnershipMax: 500,
  /** Activities of one partnership, and items of one programme: five days of ten rooms. */
  activitiesPerPartnershipMax: 200,
  itemsPerActivityMax: 300,
  /** An activity of a few sentences; its texts are documents. */
  descriptionLengthMax: 3_000,
  /** The days of one activity, and what one item of it may last: a day. */
  activityDaysMax: 60,
  itemMinutesMax: 1_440,
  /** Concepts of one glossary: all stand on one page, as one looks through a glossary. */
  conceptsPerPartnershipMax: 1_000,
  /** Terms of a concept in one language, forbidden ones included. */
  termsPerLanguageMax: 20,
  termLengthMax: 200,
  definitionLengthMax: 2_000,
  /** Publications of one partnership: all stand on one page, and files of each are kept for good. */
  publicationsPerPartnershipMax: 500,
  /** Languages × formats of one publication: every official language of the Union in two formats. */
  filesPerPublicationMax: 48,
  /** Publications of one person being made at a time: each sets a text in every language and format. */
  publicationsUnderWayMax: 2,
  publicationLabelLengthMax: 40,
  /** Of what a check quotes from a text, kept with the publication: enough to find the place. */
  findingDetailLengthMax: 200,
  withdrawalReasonLengthMax: 500,
  /** Texts looked through before publication by one person, at once and then per minute: a form in which one tries choices. */
  publicationChecksBurst: 60,
  publicationChecksPerMinute: 30,
  publicationCheckersRememberedMax: 1_000,
  /** Texts whose log the home page looks into, the last changed first: more than a partnership changes between two visits. */
  homeTextsMax: 60,
  /** Packed pieces of logs that it unpacks for that: a thousand updates each, about a millisecond. */
  homeSegmentsMax: 20,
  /** Entries that the home page shows: what one still reads. The rest is in each text's history. */
  homeEntriesMax: 20,
  homeEarlierMax: 60,
  /** What stands behind the bell is made from rows read at most so long ago, for everybody together: 200 people who come at once read the logs once. */
  newsReadEveryMs: 10_000,
  /** Partnerships of which these rows are held. */
  newsPartnershipsMax: 20,
  /** Entries behind the bell, what one has seen included: one looks through them in passing. */
  newsEntriesMax: 30,
  /** Needs that somebody has seen, remembered by their keys: more than one person ever has. */
  newsSeenMax: 200,
  newsKeyLengthMax: 24,
  /** Looks behind the bell by one person, at once and then per minute: one with each page that is opened, in several windows. */
  newsBurst: 120,
  newsPerMinute: 60,
  newsReadersRememberedMax: 10_000,
  /** People of one workshop: two seminars' worth. */
  workshopPeopleMax: 400,
  /** Tables of one workshop: more than a hall holds. */
  tablesMax: 100,
  /** On a card: what is read aloud in half a minute. */
  cardTextLengthMax: 600,
  /** A field of a card, a topic, a message to all tables. */
  cardFieldLengthMax: 300,
  /** How far a card may lie from the middle of a canvas, in CSS pixels. */
  boardSizePxMax: 20_000,
  /** Cards of one workshop: 400 people who write twenty each, and nobody who floods it. */
  workshopCardsMax: 8_000,
  /** Of one person: a day's notes; nobody fills the board for all. */
  cardsPerPersonMax: 300,
  /** Comments under one card. */
  cardCommentsMax: 20,
  /** Lines of one workshop's log: two busy days; it is replayed when the workshop is opened. */
  workshopCommandsMax: 200_000,
  /** Of these, the last ones are for who steers: a flooded workshop can still be ended. */
  workshopCommandsKept: 5_000,
  /** One message of a device: fifty long cards. */
  workshopFrameSizeBytesMax: 128_000,
  /** Devices and windows through which one person looks at a workshop. */
  screensPerPersonMax: 12,
  /** Commands one device may send at once, and then per second: quicker than a hand. */
  commandsBurst: 60,
  commandsPerSecond: 10,
  /** Workshops of one partnership: several seminars of twenty each. */
  workshopsPerPartnershipMax: 200,
  /** A name on a badge in the room. */
  pseudonymLengthMax: 40,
  /** People who write at one tablet. */
  peoplePerDeviceMax: 12,
  /** Tries to join from one address at once, and then per minute: 200 people scan the same code behind one address, some twice; a code cannot be guessed at that rate (31⁶). */
  joinAttemptsBurst: 800,
  joinAttemptsPerMinute: 400,
  joinAddressesMax: 10_000,
  /** Of a workshop's format. A longer meeting than a day is several workshops. */
  formatMinutesMax: 1_440,
  stageMinutesMax: 480,
  /** Rounds of a loop: each group of a large market in turn. */
  loopRepeatMax: 20,
  /** Twice and more what the largest format in use has. */
  formatStagesMax: 30,
  formatZonesMax: 20,
  formatListMax: 40,
  /** The largest meetings of which a method is described. */
  formatPeopleMax: 5_000,
  /** A heading on a telephone; what one is to do, read at a glance. */
  formatNameLengthMax: 120,
  formatSentenceLengthMax: 400,
} as const;
