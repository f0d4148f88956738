/**
 * Reads an Onbon BX frame by its published layout alone, without the project's codec: eight A5, escaped
 * header, data and CRC-16/ARC, 5A. Throws where a frame is not as published.
 */
export function readOnbonFrame(frame: Uint8Array): { group: number; command: number; data: Uint8Array } {
  let at = 0;
  while (frame[at] === 0xa5) at += 1;
  if (at === 0 || frame.at(-1) !== 0x5a) throw new Error('no A5 … 5A around the frame');
  const plain: number[] = [];
  for (let i = at; i < frame.length - 1; i += 1) {
    const byte = frame[i] as number;
    if (byte !== 0xa6 && byte !== 0x5b) {
      plain.push(byte);
      continue;
    }
    const next = frame[++i];
    const meant = byte === 0xa6 ? { 1: 0xa6, 2: 0xa5 }[next as 1 | 2] : { 1: 0x5b, 2: 0x5a }[next as 1 | 2];
    if (meant === undefined) throw new Error('an escape that is none');
    plain.push(meant);
  }
  const body = plain.slice(0, -2);
  const sent = (plain.at(-2) as number) | ((plain.at(-1) as number) << 8);
  if (crc16Arc(body) !== sent) throw new Error('the CRC does not fit');
  const length = (body[12] as number) | ((body[13] as number) << 8);
  const data = Uint8Array.from(body.slice(14));
  if (data.length !== length) throw new Error('the length does not fit');
  return { group: data[0] as number, command: data[1] as number, data };
}

function crc16Arc(bytes: readonly number[]): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}
