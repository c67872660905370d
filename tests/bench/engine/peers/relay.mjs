/**
 * The limit of this stack: it knows nothing, keeps nothing and checks nothing. Every 20 ms each room's messages
 * are framed once and the same buffer is written to every socket.
 */
import { createServer } from 'node:http';
import { Sender, WebSocketServer } from 'ws';

const TICK_MS = 20;
const FRAME = { fin: true, rsv1: false, opcode: 2, mask: false, readOnly: false };
const rooms = new Map();
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
const server = createServer((_request, response) => response.end());
server.on('upgrade', (request, socket, head) =>
  sockets.handleUpgrade(request, socket, head, (connection) => {
    const name = request.url ?? '/';
    const room = rooms.get(name) ?? { waiting: [], sockets: new Set() };
    rooms.set(name, room);
    room.sockets.add(socket);
    connection.on('message', (message) => room.waiting.push(...Sender.frame(message, { ...FRAME })));
    connection.on('close', () => room.sockets.delete(socket));
    connection.on('error', () => undefined);
  }),
);
setInterval(() => {
  for (const room of rooms.values()) {
    if (room.waiting.length === 0) continue;
    const buffer = Buffer.concat(room.waiting.splice(0));
    for (const socket of room.sockets) socket.write(buffer);
  }
}, TICK_MS);
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
