import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Person } from '@hall/shared/contracts/identity';
import { normaliseIdNumber } from '@hall/shared/contracts/identity';
import type { SealedPerson } from '@hall/shared/contracts/offline';
import type { CipherSuite, RecordKind } from '@hall/shared/contracts/privacy';
import { type Access, AccessLog } from './access-log.ts';
import { needSuite, open, seal } from './cipher.ts';
import type { HallKeys } from './hall-key.ts';
import { PersonKeys } from './person-keys.ts';
import { needsKeys, Records } from './records.ts';
import { openSealedPerson } from './sealed-person.ts';

/** The store of person keys lies beside vault.db, so that both are found by one option. */
export function personKeysFile(vaultFile: string): string {
  return path.join(path.dirname(vaultFile), 'person-keys.db');
}

/**
 * Personal data of the hall, apart from the ledger: events carry only references. Each record is sealed with
 * a key of its own; the keys lie in a store of their own. Synchronous, lives in the ledger's worker thread.
 *
 * A commit goes to the keys first, then to the records, and the caller commits the ledger last: a crash leaves
 * keys or records that nothing refers to, which are swept, and never an event whose record cannot be read.
 */
export class Vault {
  readonly keys: PersonKeys;
  readonly records: Records;
  readonly log: AccessLog;
  readonly #suite: CipherSuite;
  readonly #unseal: Buffer;

  constructor(file: string, hall: HallKeys, suite: CipherSuite = 'aes') {
    needSuite(suite);
    this.#suite = suite;
    this.#unseal = hall.unseal;
    const keysFile = personKeysFile(file);
    const recordsFound = isDatabase(file);
    // Before anything is made: an empty store in the place of a missing one would look sound at the next start.
    if (recordsFound && !isDatabase(keysFile) && needsKeys(file)) {
      throw new Error(
        `${path.basename(keysFile)} is missing beside ${path.basename(file)}: put its copy back; without it nothing in the vault can be read (to go on without, move the vault away, too)`,
      );
    }
    this.keys = new PersonKeys(keysFile, hall, suite);
    try {
      if (!recordsFound && this.keys.count() > 0) {
        throw new Error(
          `${path.basename(file)} is missing beside ${path.basename(keysFile)}: put it back from a backup (to go on without, move the keys away, too)`,
        );
      }
      this.records = new Records(file, this.keys);
    } catch (error) {
      this.keys.close();
      throw error;
    }
    this.log = new AccessLog(this.records.db);
  }

  /** One durable transaction over several writes. */
  commit<T>(write: () => T): T {
    const both = () => {
      try {
        const value = write();
        this.keys.commit();
        return value;
      } catch (error) {
        this.keys.rollback();
        throw error;
      }
    };
    return this.records.db.transaction(both).immediate();
  }

  /** Whom a kiosk sealed while it had no server [N4]; null where it cannot be read. */
  unseal(sealed: SealedPerson, of: { readonly device: string; readonly requestId: string }): Person | null {
    return openSealedPerson(this.#unseal, sealed, of);
  }

  /** The reference of a person, known or new; what the card says now replaces what it said before, but a phone number. */
  remember(person: Person, at: number): string {
    const idNumber = normaliseIdNumber(person.idNumber);
    const known = this.keys.find(idNumber);
    if (known === null) {
      const { ref, key } = this.keys.create(at, { idNumber });
      return this.#put(ref, key, 'person', json(person), at);
    }
    const key = this.keys.key(known);
    if (!key) throw new Error('a known person has no key');
    return this.#put(known, key, 'person', json(this.#withPhone(known, key, person)), at);
  }

  /** A card says nothing of a phone number: one that the person gave with a booking stays [B3]. */
  #withPhone(ref: string, key: Buffer, person: Person): Person {
    if (person.phone !== undefined) return person;
    const sealed = this.records.get(ref, 'person');
    if (!sealed) return person;
    const { phone } = JSON.parse(open(key, sealed, contextOf(ref, 'person')).toString()) as Person;
    return phone === undefined ? person : { ...person, phone };
  }

  /** Free text. `owner` is the reference of the person whom it belongs to, if anybody knows. */
  rememberText(text: string, at: number, owner: string | null = null): string {
    return this.#new('text', json(text), at, owner);
  }

  rememberPicture(bytes: Uint8Array, at: number, owner: string | null = null): string {
    return this.#new('picture', bytes, at, owner);
  }

  rememberSignature(bytes: Uint8Array, at: number, owner: string | null = null): string {
    return this.#new('signature', bytes, at, owner);
  }

  /** Null where it was forgotten; every look is logged first. */
  person(ref: string, access: Access): Person | null {
    return this.#read(ref, 'person', access, (plain) => JSON.parse(plain.toString()) as Person);
  }

  text(ref: string, access: Access): string | null {
    return this.#read(ref, 'text', access, (plain) => JSON.parse(plain.toString()) as string);
  }

  picture(ref: string, access: Access): Buffer | null {
    return this.#read(ref, 'picture', access, (plain) => plain);
  }

  signature(ref: string, access: Access): Buffer | null {
    return this.#read(ref, 'signature', access, (plain) => plain);
  }

  /** A person's reference by ID number; this look, too, is logged. */
  find(idNumber: string, access: Access): string | null {
    const ref = this.keys.find(normaliseIdNumber(idNumber));
    this.log.add(access, ref, 'person', ref === null ? 'nothing' : 'read');
    return ref;
  }

  /** Whether anything is kept under a reference, or belongs to it. */
  keeps(ref: string): boolean {
    return this.keys.family(ref).some((own) => this.keys.has(own) || this.records.has(own));
  }

  /**
   * Destroys the keys of a person and of all that belongs to the person, then the records: nothing of it can
   * be read again, here or in a backup of the records.
   */
  forget(ref: string, at: number): void {
    const refs = this.keys.family(ref);
    this.keys.forget([ref], at);
    this.records.remove(refs);
  }

  /** As `forget`, of these alone and without a tombstone. */
  discard(refs: readonly string[]): void {
    this.keys.discard(refs);
    this.records.remove(refs);
  }

  /** The ID number of a person for a new look-up hash; null where there is no record. Shown to nobody. */
  idNumberOf(ref: string): string | null {
    const key = this.keys.key(ref);
    const sealed = this.records.get(ref, 'person');
    if (!key || !sealed) return null;
    const { idNumber } = JSON.parse(open(key, sealed, contextOf(ref, 'person')).toString()) as Person;
    return normaliseIdNumber(idNumber);
  }

  close(): void {
    this.records.close();
    this.keys.close();
  }

  #new(kind: RecordKind, plain: Uint8Array, at: number, owner: string | null): string {
    const { ref, key } = this.keys.create(at, owner === null ? {} : { owner });
    return this.#put(ref, key, kind, plain, at);
  }

  #put(ref: string, key: Buffer, kind: RecordKind, plain: Uint8Array, at: number): string {
    this.records.put(ref, kind, seal(this.#suite, key, plain, contextOf(ref, kind)), at);
    return ref;
  }

  #read<T>(ref: string, kind: RecordKind, access: Access, parse: (plain: Buffer) => T): T | null {
    let value: T | null = null;
    try {
      const key = this.keys.key(ref);
      const sealed = this.records.get(ref, kind);
      if (key && sealed) value = parse(open(key, sealed, contextOf(ref, kind)));
    } catch (error) {
      this.log.add(access, ref, kind, 'failed');
      throw error;
    }
    this.log.add(access, ref, kind, value === null ? 'nothing' : 'read');
    return value;
  }
}

function contextOf(ref: string, kind: RecordKind): string {
  // The form of version 1, where a record had an id beside its reference.
  return `${ref} ${kind} ${ref}`;
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** An empty file is what a crash at the very first start leaves. */
function isDatabase(file: string): boolean {
  return existsSync(file) && statSync(file).size > 0;
}
