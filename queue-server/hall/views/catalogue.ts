import { hash } from 'node:crypto';
import type { Catalogue } from '@hall/shared/contracts/commands';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { publicInfoOf } from './public-info.ts';

/** What anyone may know of the hall's services; its version is a hash over itself. */
export function catalogueOf(config: HallConfig): Catalogue {
  const departments = new Map(config.departments.map((department) => [department.id, department.name]));
  const queues = new Map(config.queues.map((queue) => [queue.id, queue]));
  const body: Omit<Catalogue, 'version'> = {
    hall: config.name,
    guideQueue: config.guideQueue,
    seniorAge: config.priority.seniorAge,
    zones: config.zones,
    queues: config.queues.map(({ id, prefix, name, zone, department, realName, hours }) => ({
      id,
      prefix,
      name,
      zone,
      department: departments.get(department)!,
      realName,
      hours,
    })),
    themes: config.themes,
    items: config.items.map(({ department, ...item }) => ({
      ...item,
      department: departments.get(department)!,
      zone: queues.get(item.queue)!.zone,
    })),
    publicInfo: publicInfoOf(config),
  };
  return { version: hash('sha256', JSON.stringify(body)).slice(0, 16), ...body };
}
