/** The server of y-websocket 2 as it is delivered, its documents in LevelDB. */
import { createRequire } from 'node:module';

const { DATA } = process.env;
if (DATA) process.env.YPERSISTENCE = `${DATA}/level`;
process.env.HOST = '127.0.0.1';
createRequire(import.meta.url)('y-websocket/bin/server.cjs');
