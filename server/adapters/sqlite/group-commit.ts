import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { RoomResult } from '#server/ports/doc-store.ts';
import { hashChainHeader, hashChainStart } from '#server/ports/hash-chain.ts';
import type { PackedRoom, PackedRooms } from './messages.ts';
import type { Statements } from './statements.ts';
import { describe, isDiskTrouble } from './sqlite-error.ts';

/**
 * Rule E5 for SQLite: one transaction for all rooms of a tick, a savepoint for each, so that a room that
 * moved or failed leaves the others alone. Runs inside the storage worker, in one message: nothing comes
 * between a room's check and its rows.
 * Invariant: `committed` is answered only after COMMIT has returned, which with `synchronous=FULL` is after
 * the write-ahead log was flushed to the disk.
 */
export function commitRooms(
  db: DatabaseSync,
  statements: Statements,
  { rooms, bytes }: PackedRooms,
): readonly RoomResult[] {
  const results: RoomResult[] = [];
  try {
    statements.run('BEGIN IMMEDIATE');
    for (const room of rooms) results.push(commitRoom(db, statements, room, bytes));
    statements.run('COMMIT');
    return results;
  } catch (error) {
    // COMMIT itself may fail on a full disk, and SQLite may have rolled back already.
    if (db.isTransaction) db.exec('ROLLBACK');
    const failed: RoomResult = { kind: 'failed', ...describe(error) };
    return rooms.map((_, index) => {
      const result = results[index];
      return result && result.kind !== 'committed' ? result : failed;
    });
  }
}

function commitRoom(
  db: DatabaseSync,
  statements: Statements,
  room: PackedRoom,
  bytes: Uint8Array,
): RoomResult {
  statements.run('SAVEPOINT room');
  let result: RoomResult;
  try {
    result =
      advance(statements, room) && bindClients(statements, room)
        ? appendRows(statements, room, bytes)
        : { kind: 'moved' };
  } catch (error) {
    // A sick disk is everybody's trouble: the whole tick fails, rather than each room trying in turn.
    if (isDiskTrouble(error) || !db.isTransaction) throw error;
    result = { kind: 'failed', ...describe(error) };
  }
  if (result.kind !== 'committed') statements.run('ROLLBACK TO room');
  statements.run('RELEASE room');
  return result;
}

/** False when head, policy epoch or lock are not as expected. */
function advance(statements: Statements, room: PackedRoom): boolean {
  const { changes } = statements.run(
    `UPDATE document SET head = head + ?, changed_at_ms = coalesce(?, changed_at_ms), min_schema = max(min_schema, ?)
      WHERE id = ? AND head = ? AND policy_epoch = ? AND (locked = 0 OR ? = 1)`,
    room.updates.length,
    room.updates.at(-1)?.atMs ?? null,
    room.minSchema ?? 0,
    room.documentId,
    room.expectedHead,
    room.expectedPolicyEpoch,
    room.evenIfLocked ? 1 : 0,
  );
  return changes === 1;
}

/** False when a client id belongs to somebody else already. */
function bindClients(statements: Statements, room: PackedRoom): boolean {
  return room.newClients.every(({ clientId, author }) => {
    statements.run(
      'INSERT INTO doc_client (document, client_id, principal) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      room.documentId,
      clientId,
      author,
    );
    const bound = statements.get(
      'SELECT principal FROM doc_client WHERE document = ? AND client_id = ?',
      room.documentId,
      clientId,
    );
    return bound?.principal === author;
  });
}

function appendRows(statements: Statements, room: PackedRoom, bytes: Uint8Array): RoomResult {
  let seq = room.expectedHead;
  if (room.updates.length === 0) return { kind: 'committed', head: seq };
  let hash = lastHash(statements, room);
  for (const { start, end, author, atMs } of room.updates) {
    seq += 1;
    const update = bytes.subarray(start, end);
    hash = createHash('sha256')
      .update(hashChainHeader(hash, seq, atMs, author))
      .update(update)
      .digest();
    statements.run(
      'INSERT INTO doc_update (document, seq, bytes, principal, at_ms, hash) VALUES (?, ?, ?, ?, ?, ?)',
      room.documentId,
      seq,
      update,
      author,
      atMs,
      hash,
    );
  }
  return { kind: 'committed', head: seq };
}

function lastHash(statements: Statements, room: PackedRoom): Uint8Array {
  if (room.expectedHead === 0) return createHash('sha256').update(hashChainStart(room.documentId)).digest();
  const row = statements.get(
    'SELECT hash FROM doc_update WHERE document = ? AND seq = ?',
    room.documentId,
    room.expectedHead,
  );
  if (!(row?.hash instanceof Uint8Array)) throw new Error(`the log has no row ${room.expectedHead}`);
  return row.hash;
}
