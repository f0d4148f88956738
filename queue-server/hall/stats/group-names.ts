import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { ReportGroup } from '@hall/shared/contracts/reports';
import type { Text } from '@hall/shared/contracts/text';

const CLASSES: readonly (readonly [string, Text])[] = [
  ['ordinary', { zh: '普通', en: 'Ordinary' }],
  ['appointment', { zh: '预约', en: 'Appointment' }],
  ['senior', { zh: '长者', en: 'Senior' }],
  ['priority', { zh: '优先', en: 'Priority' }],
  ['green', { zh: '绿色通道', en: 'Green channel' }],
  ['returning', { zh: '回来', en: 'Returning' }],
];

/** What the entries of a report's tables are called. One that the hall no longer has keeps its id. */
export class GroupNames {
  readonly #names: Readonly<Record<ReportGroup, ReadonlyMap<string, Text>>>;
  readonly #zones: ReadonlyMap<string, string>;
  readonly #departments: ReadonlyMap<string, string>;

  constructor(config: HallConfig) {
    const named = (list: readonly { readonly id: string; readonly name: Text }[]) =>
      new Map(list.map(({ id, name }) => [id, name]));
    this.#names = {
      queue: named(config.queues),
      item: named(config.items),
      zone: named(config.zones),
      department: named(config.departments),
      window: new Map(
        config.windows.map(({ id, number }) => [id, { zh: `${number} 号窗口`, en: `Window ${number}` }]),
      ),
      class: new Map(CLASSES),
      clerk: new Map(config.staff.map(({ username, name, nameEn }) => [username, { zh: name, en: nameEn }])),
    };
    this.#zones = new Map(config.queues.map(({ id, zone }) => [id, zone]));
    this.#departments = new Map(config.queues.map(({ id, department }) => [id, department]));
  }

  name(group: ReportGroup, id: string): Text {
    return this.#names[group].get(id) ?? { zh: id, en: id };
  }

  /** As the configuration lists them; unknown ones at the end. */
  inOrder(group: ReportGroup, ids: ReadonlySet<string>): string[] {
    const known = [...this.#names[group].keys()].filter((id) => ids.has(id));
    return [...known, ...[...ids].filter((id) => !this.#names[group].has(id)).sort()];
  }

  /** Of a queue; one that the hall no longer has stands for itself. */
  zoneOf(queue: string): string {
    return this.#zones.get(queue) ?? queue;
  }

  departmentOf(queue: string): string {
    return this.#departments.get(queue) ?? queue;
  }
}
