/**
 * MQTT client ids belong to devices: the device's own id, or that with a dash and more behind it (a screen
 * takes turns between two). Where a longer device id fits, it is that device's: with `board-tax` and
 * `board-tax-2`, the former must not take over the latter's connection.
 */
export function clientIdOwner(clientId: string, devices: Iterable<string>): string | null {
  let owner: string | null = null;
  for (const id of devices) {
    if (clientId !== id && !clientId.startsWith(`${id}-`)) continue;
    if (owner === null || id.length > owner.length) owner = id;
  }
  return owner;
}
