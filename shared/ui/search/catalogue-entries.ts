import type { Catalogue } from '../../contracts/catalogue.ts';
import type { Text } from '../../contracts/text.ts';
import { themesOf } from '../../contracts/themes.ts';
import type { Entry } from './index.ts';

const both = (texts: readonly (Text | undefined)[]): string[] =>
  texts.flatMap((text) => (text ? [text.zh, text.en] : []));

/** What an item of the catalogue can be found by. */
export function entriesOf(catalogue: Catalogue): Entry[] {
  const zones = new Map(catalogue.zones.map((zone) => [zone.id, zone.name]));
  const queues = new Map(catalogue.queues.map((queue) => [queue.id, queue.name]));
  const themes = new Map(themesOf(catalogue).map((theme) => [theme.id, theme.name]));
  return catalogue.items.map((item) => ({
    id: item.id,
    words: {
      name: both([item.name]),
      everyday: item.aliases,
      department: both([item.department]),
      topic: both([
        zones.get(item.zone),
        queues.get(item.queue),
        ...item.themes.map((theme) => themes.get(theme)),
      ]),
      material: both(item.materials.map((material) => material.name)),
      code: [item.code],
    },
  }));
}
