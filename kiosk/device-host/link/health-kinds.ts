import type { PeripheralHealth } from '@hall/shared/contracts/messages';

/**
 * A host may be newer than its server, and a server refuses a health message whole for one kind that it does not
 * know: all its devices would then look as they did before. So a kind that came after 0.2 goes to the server as the
 * nearest one of then. Its name, which is what managers read, stays; the kiosk's own page gets the kind itself.
 */
export function kindsForServer(peripherals: readonly PeripheralHealth[]): PeripheralHealth[] {
  return peripherals.map((one) => (one.kind === 'document-scanner' ? { ...one, kind: 'scanner' } : one));
}
