/** The server of y-websocket 2 as it is delivered, its documents in LevelDB. */
const { DATA } = process.env;
if (DATA) process.env.YPERSISTENCE = `${DATA}/level`;
process.env.HOST = '127.0.0.1';
// Not among its exports: it is a program.
await import(new URL('./node_modules/y-websocket/bin/server.cjs', import.meta.url).href);
