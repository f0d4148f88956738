import { createSocket } from 'node:dgram';
import type { Logger } from 'pino';

/**
 * A small time server for the hall's own devices: the simple server of RFC 4330 (SNTPv4), packet layout of
 * RFC 5905, 7.3. It only ever answers a client's request, with a packet of the same 48 bytes, so it cannot
 * be used to amplify; it sets no clock, and keys and extension fields are left aside.
 */

/** Header: flags, stratum, poll, precision, root delay and dispersion, reference id, four timestamps. */
const PACKET_BYTES = 48;
const LEAP_NONE = 0;
const LEAP_UNSYNCHRONISED = 3;
const MODE_CLIENT = 3;
const MODE_SERVER = 4;
/** A local clock that may be right: far below real time servers, so that a device prefers those (RFC 4330, 5). */
const STRATUM = 10;
/** Unspecified: with it the reference id is a kiss code, and no client takes the time (RFC 5905, 7.3 and 7.4). */
const STRATUM_NONE = 0;
/** log2 seconds: Node's clock shows milliseconds. */
const PRECISION = -10;
/** Seconds from 1900, where NTP counts from, to 1970. */
const NTP_OFFSET_S = 2_208_988_800;
/** Root dispersion as 16.16 fixed point: 10 ms, what a hall's clock is good for between corrections. */
const ROOT_DISPERSION = Math.round(0.01 * 65_536);
const REFERENCE_ID = Buffer.from('LOCL', 'ascii');
/** Kiss code for a clock that was stepped and is not in step again (RFC 5905, figure 13). */
const STEPPED = Buffer.from('STEP', 'ascii');
/**
 * The hall's time never goes back, so after an accident it may be ahead of the machine's for long: what is further
 * apart than this is no slewing, and devices must not be taught it.
 */
const IN_STEP_MS = 60_000;
/** A hall has 400 devices that ask once a minute; what comes faster than this is no device. */
const ANSWERS_PER_SECOND = 200;

/**
 * The answer to a request, or null for what is no client's request. Times in ms since 1970.
 *
 * @param synchronised false: the answer says that its time is not to be used
 */
export function sntpAnswer(
  request: Buffer,
  receivedAt: number,
  sentAt: number,
  synchronised = true,
): Buffer | null {
  if (request.length < PACKET_BYTES) return null;
  const first = request[0] as number;
  const version = (first >> 3) & 7;
  if ((first & 7) !== MODE_CLIENT || version < 1 || version > 4) return null;
  const answer = Buffer.alloc(PACKET_BYTES);
  answer[0] = ((synchronised ? LEAP_NONE : LEAP_UNSYNCHRONISED) << 6) | (version << 3) | MODE_SERVER;
  answer[1] = synchronised ? STRATUM : STRATUM_NONE;
  answer[2] = request[2] as number;
  answer.writeInt8(PRECISION, 3);
  answer.writeUInt32BE(ROOT_DISPERSION, 8);
  (synchronised ? REFERENCE_ID : STEPPED).copy(answer, 12);
  writeTime(answer, 16, receivedAt);
  // Their transmit timestamp comes back as the originate timestamp: how they know their own question.
  request.copy(answer, 24, 40, 48);
  writeTime(answer, 32, receivedAt);
  writeTime(answer, 40, sentAt);
  return answer;
}

/** 32 bits of seconds since 1900, which begin anew in 2036 (RFC 4330, 3), and 32 bits of fraction. */
function writeTime(packet: Buffer, at: number, ms: number): void {
  const seconds = Math.floor(ms / 1000);
  packet.writeUInt32BE((seconds + NTP_OFFSET_S) % 2 ** 32, at);
  packet.writeUInt32BE(Math.floor(((ms - seconds * 1000) / 1000) * 2 ** 32) >>> 0, at + 4);
}

export interface SntpServer {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * @param options `now`: the hall's time: devices that follow it agree with tickets and screens; `wall`: the
 *   machine's, which an administrator or a time service can set right
 */
export async function startSntp(
  options: {
    readonly port: number;
    readonly host: string;
    readonly now: () => number;
    readonly wall: () => number;
  },
  log: Pick<Logger, 'warn'>,
): Promise<SntpServer> {
  const socket = createSocket(options.host.includes(':') ? 'udp6' : 'udp4');
  let second = 0;
  let answered = 0;
  socket.on('message', (request, from) => {
    const receivedAt = options.now();
    const present = Math.floor(performance.now() / 1000);
    if (present !== second) {
      second = present;
      answered = 0;
    }
    answered += 1;
    if (answered > ANSWERS_PER_SECOND) return;
    const sentAt = options.now();
    const inStep = Math.abs(sentAt - options.wall()) <= IN_STEP_MS;
    const answer = sntpAnswer(request, receivedAt, sentAt, inStep);
    if (answer) socket.send(answer, from.port, from.address, () => {});
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(options.port, options.host, () => {
      socket.off('error', reject);
      resolve();
    });
  });
  socket.on('error', (error) => log.warn({ event: 'sntp.failed', reason: error.message }, 'time service'));
  return {
    port: socket.address().port,
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
