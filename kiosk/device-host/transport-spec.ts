import type { HidSpec, TransportSpec } from '@hall/hardware/transport/transport';

type Hid = Omit<HidSpec, 'serialNumber'> & { readonly serialNumber?: string | undefined };

/** A parsed setting as the hardware package takes it: what was not set is absent there. */
export function transportSpec(setting: Exclude<TransportSpec, HidSpec> | Hid): TransportSpec {
  if (setting.kind !== 'hid') return setting;
  const { serialNumber, ...device } = setting;
  return serialNumber === undefined ? device : { ...device, serialNumber };
}
