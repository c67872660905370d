/** One at a time. */
export const hostileKinds = ['never-reads', 'as-fast-as-it-can', 'thousand-sockets', 'seven-bytes'] as const;
export type HostileKind = (typeof hostileKinds)[number];
