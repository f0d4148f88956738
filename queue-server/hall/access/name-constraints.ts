import { isIP } from 'node:net';

/**
 * X.509 name constraints (RFC 5280, 4.2.1.10): what the hall's CA may vouch for. A technician installs this CA
 * on staff machines, so it must be worthless for any name of the public internet.
 */
export const NAME_CONSTRAINTS_OID = '2.5.29.30';

/** Names that no public CA vouches for: loopback, mDNS, and the private top-level names in use. */
const PRIVATE_DOMAINS = ['localhost', 'local', 'lan', 'internal', 'home.arpa'];

/** RFC 1918, loopback, link-local; RFC 4193 and their IPv6 kin. Address and prefix length. */
const PRIVATE_NETWORKS: readonly (readonly [string, number])[] = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
];

const SEQUENCE = 0x30;
const PERMITTED = 0xa0;
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;

/** DER of the extension's value: the private names and networks, and the given host names and addresses. */
export function nameConstraints(hosts: readonly string[]): Buffer {
  const names = hosts.filter((host) => isIP(host) === 0).map((name) => name.toLowerCase());
  const domains = [...new Set([...PRIVATE_DOMAINS, ...names])];
  const single = hosts
    .filter((host) => isIP(host) !== 0)
    .map((address) => [address, isIP(address) === 4 ? 32 : 128] as const);
  const subtrees = [
    ...domains.map((name) => tlv(DNS_NAME, Buffer.from(name, 'ascii'))),
    ...[...PRIVATE_NETWORKS, ...single].map(([address, length]) => {
      const bytes = addressBytes(address);
      return tlv(IP_ADDRESS, Buffer.concat([bytes, maskBytes(bytes.length, length)]));
    }),
  ].map((name) => tlv(SEQUENCE, name));
  return tlv(SEQUENCE, tlv(PERMITTED, Buffer.concat(subtrees)));
}

/** Whether a host name or address lies within the constraints in `der`. */
export function permits(der: Uint8Array, host: string): boolean {
  const bases = children(children(Buffer.from(der))[0]?.whole ?? Buffer.alloc(0));
  for (const base of bases.flatMap((subtree) => children(subtree.whole))) {
    if (isIP(host) !== 0) {
      if (base.tag === IP_ADDRESS && inNetwork(addressBytes(host), base.value)) return true;
    } else if (base.tag === DNS_NAME) {
      const domain = base.value.toString('ascii');
      const name = host.toLowerCase();
      if (name === domain || name.endsWith(`.${domain}`)) return true;
    }
  }
  return false;
}

interface Tlv {
  readonly tag: number;
  readonly value: Buffer;
  readonly whole: Buffer;
}

/** The elements inside the first element of `der`. */
function children(der: Buffer): Tlv[] {
  const outer = readTlv(der, 0);
  const found: Tlv[] = [];
  for (let at = 0; outer !== null && at < outer.value.length; ) {
    const inner = readTlv(outer.value, at);
    if (inner === null) return [];
    found.push(inner);
    at += inner.whole.length;
  }
  return found;
}

function readTlv(der: Buffer, at: number): Tlv | null {
  const tag = der[at];
  const first = der[at + 1];
  if (tag === undefined || first === undefined) return null;
  const extra = first < 0x80 ? 0 : first & 0x7f;
  if (extra > 3) return null;
  const length = extra === 0 ? first : der.readUIntBE(at + 2, extra);
  const start = at + 2 + extra;
  const value = der.subarray(start, start + length);
  return { tag, value, whole: der.subarray(at, start + length) };
}

function tlv(tag: number, value: Buffer): Buffer {
  const { length } = value;
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), value]);
}

function maskBytes(size: number, prefix: number): Buffer {
  return Buffer.from(
    Array.from({ length: size }, (_, i) => (0xff00 >> Math.min(8, Math.max(0, prefix - i * 8))) & 0xff),
  );
}

function inNetwork(address: Buffer, network: Buffer): boolean {
  if (network.length !== address.length * 2) return false;
  return address.every((byte, i) => {
    const mask = network[address.length + i] as number;
    return (byte & mask) === ((network[i] as number) & mask);
  });
}

/** The 4 or 16 bytes of an address that `isIP` accepts. */
export function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  // The URL parser writes every IPv6 address, also one with a dotted tail, in hexadecimal groups.
  const text = new URL(`http://[${address.replace(/%.*$/, '')}]/`).hostname.slice(1, -1);
  const [head = '', tail] = text.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const filled = [...left, ...Array(8 - left.length - right.length).fill('0'), ...right];
  return Buffer.from(
    filled.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]),
  );
}
