/**
 * What the simulated printer answers, from its sensors. Sources: Epson ESC/POS reference, "DLE EOT", "GS a",
 * "GS ( H" (download4.epson.biz/sec_pubs/pos/reference_en/escpos/); full status and ejector status of the
 * Custom family: KPM210/216 manual, pages 36 and 76, and escpos.readthedocs.io ("Real Time Status", "Ejector").
 */

export interface Sensors {
  readonly paper: 'ok' | 'near-end' | 'out';
  readonly coverOpen: boolean;
  readonly cutterFault: boolean;
  /** The firmware hangs: it says offline and gives no cause. */
  readonly stuckOffline: boolean;
  /** A cut ticket hangs in the presenter. */
  readonly ticketInOutput: boolean;
  /** The motor runs. */
  readonly moving: boolean;
}

/** Whether the mechanism stands still. */
export function isOffline(sensors: Sensors): boolean {
  return sensors.coverOpen || sensors.cutterFault || sensors.stuckOffline || sensors.paper === 'out';
}

/** DLE EOT n; undefined where this printer knows no such question. */
export function realtimeAnswer(n: number, sensors: Sensors): readonly number[] | undefined {
  const { paper } = sensors;
  const out = paper === 'out';
  switch (n) {
    case 1:
      return [0x16 | (isOffline(sensors) ? 0x08 : 0)];
    case 2:
      return [0x12 | (sensors.coverOpen ? 0x04 : 0) | (out ? 0x20 : 0) | (sensors.cutterFault ? 0x40 : 0)];
    case 3:
      return [0x12 | (sensors.cutterFault ? 0x08 : 0)];
    case 4:
      return [0x12 | (out ? 0x6c : paper === 'near-end' ? 0x0c : 0)];
    default:
      return undefined;
  }
}

/** `10 04 14`: six bytes. A printer of this family says nothing of a firmware that hangs: it just does not print. */
export function fullAnswer(sensors: Sensors): readonly number[] {
  const { paper } = sensors;
  const paperByte =
    (paper === 'out' ? 0x01 : 0) | (paper === 'near-end' ? 0x04 : 0) | (sensors.ticketInOutput ? 0x20 : 0);
  // Bit 1 of the user status is the cover, bit 0 the print head below it.
  const userByte = (sensors.coverOpen ? 0x02 : 0) | (sensors.moving && !isOffline(sensors) ? 0x08 : 0);
  return [0x10, 0x0f, paperByte, userByte, 0x00, sensors.cutterFault ? 0x01 : 0];
}

/** Four bytes of automatic status. */
export function automaticAnswer(sensors: Sensors): readonly number[] {
  const b1 = 0x14 | (isOffline(sensors) ? 0x08 : 0) | (sensors.coverOpen ? 0x20 : 0);
  const b3 = sensors.paper === 'out' ? 0x0f : sensors.paper === 'near-end' ? 0x03 : 0;
  return [b1, sensors.cutterFault ? 0x08 : 0, b3, 0x0f];
}

/** GS e 6: 01 near end, 04 paper at the entry, 08 ticket at the output, 40 error. */
export function ejectorAnswer(sensors: Sensors): readonly number[] {
  const held = sensors.ticketInOutput ? 0x0c : 0;
  return [(sensors.paper === 'ok' ? 0 : 0x01) | held | (sensors.cutterFault ? 0x40 : 0)];
}
