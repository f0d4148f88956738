import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A browser screen holds a token, not its secret, while it is connected. */
const TOKEN_MS = 10 * 60_000;

/**
 * Short-lived MQTT passwords of browser screens: `t.<expiry>.<mac>`. The MAC covers the generation of the
 * device's credential, so that a new or revoked credential ends its tokens at once. The key lives as long as
 * the process; after a restart screens exchange their credential again.
 */
export class DeviceTokens {
  readonly #key = randomBytes(32);

  issue(device: string, generation: number, now: number): { token: string; expiresAt: number } {
    const expiresAt = now + TOKEN_MS;
    return { token: `t.${expiresAt}.${this.#mac(device, generation, expiresAt)}`, expiresAt };
  }

  /** `generation` is that of the device's credential now. */
  check(device: string, generation: number, token: string, now: number): boolean {
    const [mark, expiry, mac, more] = token.split('.');
    if (mark !== 't' || expiry === undefined || mac === undefined || more !== undefined) return false;
    if (!/^\d{1,16}$/.test(expiry)) return false;
    const expected = Buffer.from(this.#mac(device, generation, Number(expiry)));
    const given = Buffer.from(mac);
    return Number(expiry) > now && given.length === expected.length && timingSafeEqual(given, expected);
  }

  #mac(device: string, generation: number, expiresAt: number): string {
    return createHmac('sha256', this.#key)
      .update(`${device}\0${generation}\0${expiresAt}`)
      .digest('base64url');
  }
}
