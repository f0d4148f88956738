import type { Bell } from '@hall/shared/contracts/guide-desk';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { HallState } from '../domain/state.ts';

/** Machines at which somebody asks for a guide, the longest ringing first; a machine of no name is none. */
export function bellsOf(state: HallState, config: HallConfig): Bell[] {
  return config.devices
    .flatMap((device) => {
      const bell = state.bells.get(device.id);
      return bell ? [{ device: device.id, name: device.name, zone: bell.zone, since: bell.at }] : [];
    })
    .sort((a, b) => a.since - b.since);
}
