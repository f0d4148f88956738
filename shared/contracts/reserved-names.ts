/**
 * Names that the server itself signs events and records with. A person or device of such a name would pass
 * for the server in the audit trail.
 */
export const RESERVED_NAMES: readonly string[] = [
  /** The server, in the ledger. */
  'hall',
  /** The link to the platform, in the vault's access log. */
  'sync',
  /** The configuration, as the author of accounts. */
  'config',
  /** The demo, as whoever enrolled a device. */
  'demo',
];

/** Whether nobody may have this user name: the server's own, or that of a configured device. */
export function isReservedName(
  username: string,
  hall: { readonly devices: readonly { readonly id: string }[] },
): boolean {
  return RESERVED_NAMES.includes(username) || hall.devices.some((device) => device.id === username);
}
