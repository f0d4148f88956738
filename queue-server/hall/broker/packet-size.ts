/** Fixed header of MQTT 3.1.1 (2.2.3): the remaining length has one to four bytes of seven bits each. */
const LENGTH_BYTES = 4;
const SEVEN_BITS = 0x7f;
const CONTINUES = 0x80;

/**
 * Watches the bytes of one connection and finds a packet that announces more than is allowed, before anybody
 * buffers it. @returns false where the connection must end.
 */
export class PacketSize {
  #limit: number;
  /** Body bytes of the present packet that are still to come. */
  #rest = 0;
  #header: 'type' | 'length' = 'type';
  #length = 0;
  #digits = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** From the next packet on. */
  allow(limit: number): void {
    this.#limit = limit;
  }

  take(chunk: Uint8Array): boolean {
    let at = 0;
    while (at < chunk.length) {
      if (this.#rest > 0) {
        const taken = Math.min(this.#rest, chunk.length - at);
        this.#rest -= taken;
        at += taken;
        continue;
      }
      const byte = chunk[at++] as number;
      if (this.#header === 'type') {
        this.#header = 'length';
        this.#length = 0;
        this.#digits = 0;
        continue;
      }
      this.#length += (byte & SEVEN_BITS) * 128 ** this.#digits;
      this.#digits += 1;
      if (this.#length > this.#limit) return false;
      if ((byte & CONTINUES) !== 0) {
        if (this.#digits === LENGTH_BYTES) return false;
        continue;
      }
      this.#rest = this.#length;
      this.#header = 'type';
    }
    return true;
  }
}
