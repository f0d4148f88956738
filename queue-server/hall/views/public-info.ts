import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { PublicInfo } from '@hall/shared/contracts/public-info';

/**
 * What a hall tells everybody. Whatever refers to a window, an area or a service that is gone is told without it: a
 * manager takes a window away without redrawing the plan first [I2].
 */
export function publicInfoOf(config: HallConfig): PublicInfo {
  const zones = new Set(config.zones.map(({ id }) => id));
  const windows = new Set(config.windows.map(({ id }) => id));
  const items = new Set(config.items.map(({ id }) => id));
  const kiosks = new Set(config.devices.filter(({ kind }) => kind === 'kiosk').map(({ id }) => id));
  const { map } = config;
  return {
    address: config.address,
    phone: config.phone,
    calendar: config.calendar.days,
    extended: config.queues
      .filter(({ extended }) => extended.length > 0)
      .map(({ id, extended }) => ({ queue: id, hours: extended })),
    windows: config.windows.map(({ id, number, zone, queues }) => ({ id, number, zone, queues })),
    announcements: config.announcements,
    questions: config.questions.map(({ item, ...question }) =>
      item !== undefined && items.has(item) ? { ...question, item } : question,
    ),
    map: map && {
      floors: map.floors.map((floor) => ({
        ...floor,
        areas: floor.areas.map(({ zone, ...area }) =>
          zone !== undefined && zones.has(zone) ? { ...area, zone } : area,
        ),
      })),
      // A place that is gone stays as a point on the ways that lead past it.
      places: map.places.map((place) => {
        const { window, device, name: _name, faces: _faces, ...point } = place;
        const gone =
          (window !== undefined && !windows.has(window)) || (device !== undefined && !kiosks.has(device));
        return gone ? { ...point, kind: 'junction' as const } : place;
      }),
      ways: map.ways,
    },
  };
}
