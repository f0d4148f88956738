import type { PeripheralHealth } from '@hall/shared/contracts/messages';
import type { Text } from '@hall/shared/contracts/text';

/** Whether a host that tries new settings is as well as it was. Pure. */

/** Devices, page and server are all there again by then. */
export const TRIAL_MS = 60_000;

/** What works now; kept from before the change, over a new start. */
export interface Wellness {
  readonly online: boolean;
  readonly page: boolean;
  /** Peripherals that were up. */
  readonly up: readonly string[];
}

export function wellnessOf(
  online: boolean,
  page: boolean,
  peripherals: readonly PeripheralHealth[],
): Wellness {
  return { online, page, up: peripherals.filter(({ state }) => state !== 'down').map(({ name }) => name) };
}

/** What worked before and does not now; null: nothing. */
export function worse(before: Wellness, now: Wellness): Text | null {
  if (before.page && !now.page)
    return {
      zh: '新设置下屏幕页面没有响应，已自动恢复',
      en: 'the screen did not respond with them: taken back',
    };
  const lost = before.up.find((name) => !now.up.includes(name));
  if (lost !== undefined)
    return { zh: `新设置下 ${lost} 不能工作，已自动恢复`, en: `${lost} did not work with them: taken back` };
  if (before.online && !now.online)
    return {
      zh: '新设置下连不上服务器，已自动恢复',
      en: 'the server could not be reached with them: taken back',
    };
  return null;
}
