import { hash } from 'node:crypto';
import { sorted } from '../ledger/canonical.ts';

/** Hex digits: 128 bits, as many as a random id has. */
const DIGITS = 32;

/**
 * The ledger's request id for the note of an act. The client's own id would not do: the ledger answers an id
 * that it knows without writing anything, so one id used for several acts would leave one note. This one
 * belongs to command, body and the client's id together: a true repeat finds its note, every other act writes
 * its own. Pure.
 *
 * @param body whatever JSON can hold. The id lies in the ledger for years and is no secret, so the body must
 *   hold nothing that could be found by trying: no password, and ID numbers as keyed hashes only.
 * @returns 32 hex digits.
 */
export function noteId(command: string, body: unknown, requestId: string): string {
  return hash('sha256', `${command}\0${JSON.stringify(sorted(body)) ?? ''}\0${requestId}`).slice(0, DIGITS);
}
