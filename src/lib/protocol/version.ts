/** Version of the messages on the live connection: `proto=` in the upgrade. History: see wire.test.ts. */
export const PROTOCOL_VERSION = 1;
