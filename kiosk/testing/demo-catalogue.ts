import { fileURLToPath } from 'node:url';
import type { Catalogue } from '@hall/shared/contracts/commands';
import { loadHallConfig } from '../../queue-server/hall/config/load.ts';
import { catalogueOf } from '../../queue-server/hall/views/catalogue.ts';

/** What the demo hall gives its kiosks: a real hall's many items and long names. */
export function demoCatalogue(): Catalogue {
  const loaded = loadHallConfig(
    fileURLToPath(new URL('../../queue-server/hall/config/demo-hall.yaml', import.meta.url)),
  );
  if (!loaded.ok) throw new Error(loaded.error.message);
  return catalogueOf(loaded.value);
}
