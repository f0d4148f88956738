import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { citizenCheckCharacter, type Person } from '@hall/shared/contracts/identity';
import Database from 'better-sqlite3';
import { open } from './cipher.ts';
import type { HallKeys } from './hall-key.ts';

/** What the vault's tests share. */

export const TEST_KEYS: HallKeys = {
  wrap: Buffer.alloc(32, 1),
  lookup: Buffer.alloc(32, 2),
  certificates: Buffer.alloc(32, 3),
  unseal: Buffer.alloc(32, 4),
};

/** An invented person: region 339927 is not assigned. */
export function invented(i: number): Person {
  const digits = `339927${1950 + (i % 50)}0101${String(i % 1000).padStart(3, '0')}`;
  const idNumber = digits + citizenCheckCharacter(digits);
  return { name: `样例${i}𬭎`, idNumber, cardKind: 'resident' };
}

/** Every file below a folder, with its bytes. */
export function filesIn(folder: string): { name: string; bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, String(name)))
    .filter((name) => statSync(name).isFile())
    .map((name) => ({ name, bytes: readFileSync(name) }));
}

/** The keys of a store as they lie in it (wrapped) and as they are, by reference. */
export function keyBytes(file: string, hall: HallKeys): Map<string, { wrapped: Buffer; key: Buffer }> {
  const db = new Database(file, { readonly: true });
  const rows = db.prepare('SELECT ref, wrapped FROM keys JOIN slots ON slots.id = slot').all() as {
    ref: string;
    wrapped: Buffer;
  }[];
  db.close();
  return new Map(
    rows.map(({ ref, wrapped }) => {
      const bytes = wrapped.subarray(1, 1 + (wrapped[0] as number));
      return [ref, { wrapped: bytes, key: open(hall.wrap, bytes, ref) }];
    }),
  );
}

/** The look-up of version 1. */
export function lookup1(hall: HallKeys, idNumber: string): Buffer {
  return createHmac('sha256', hall.lookup).update(idNumber).digest();
}

/**
 * Which of many needles stand anywhere in some bytes. One pass, however many they are; each has at least four
 * bytes.
 */
export function findAny(bytes: Buffer, needles: ReadonlyMap<string, Buffer>): Set<string> {
  const byStart = new Map<number, [string, Buffer][]>();
  for (const [name, needle] of needles) {
    if (needle.length < 4) throw new RangeError(`the needle ${name} is too short`);
    const start = needle.readUInt32BE(0);
    byStart.set(start, [...(byStart.get(start) ?? []), [name, needle]]);
  }
  const found = new Set<string>();
  let start = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    start = ((start << 8) | (bytes[i] as number)) >>> 0;
    const candidates = i < 3 ? undefined : byStart.get(start);
    for (const [name, needle] of candidates ?? []) {
      if (needle.equals(bytes.subarray(i - 3, i - 3 + needle.length))) found.add(name);
    }
  }
  return found;
}
