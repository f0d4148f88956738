import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A browser screen holds a token, not its secret, while it is connected. */
const TOKEN_MS = 10 * 60_000;

/**
 * Short-lived MQTT passwords of browser screens: `t.<expiry>.<mac>`. The key lives as long as the process;
 * after a restart screens exchange their credential again.
 */
export class DeviceTokens {
  readonly #key = randomBytes(32);

  issue(device: string, now: number): { token: string; expiresAt: number } {
    const expiresAt = now + TOKEN_MS;
    return { token: `t.${expiresAt}.${this.#mac(device, expiresAt)}`, expiresAt };
  }

  check(device: string, token: string, now: number): boolean {
    const [mark, expiry, mac] = token.split('.');
    if (mark !== 't' || expiry === undefined || mac === undefined || !/^\d{1,16}$/.test(expiry)) return false;
    const expected = Buffer.from(this.#mac(device, Number(expiry)));
    const given = Buffer.from(mac);
    return Number(expiry) > now && given.length === expected.length && timingSafeEqual(given, expected);
  }

  #mac(device: string, expiresAt: number): string {
    return createHmac('sha256', this.#key).update(`${device}\0${expiresAt}`).digest('base64url');
  }
}
