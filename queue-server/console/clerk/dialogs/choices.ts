import type { Catalogue, CommandInput, Desk } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { t, windowName } from '../../words/words.ts';

/** One line of a list to pick from by typing. */
export interface Choice<Value> {
  readonly id: string;
  readonly group: Text;
  readonly label: Text;
  readonly value: Value;
  /** Further words that find it. */
  readonly also: readonly string[];
}

const plain = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');

/** What fits all that was typed, word by word, in either language. */
export function matching<Value>(choices: readonly Choice<Value>[], typed: string): readonly Choice<Value>[] {
  const words = typed.trim().split(/\s+/).map(plain).filter(Boolean);
  return choices.filter((choice) => {
    const texts = [choice.label.zh, choice.label.en, choice.group.zh, choice.group.en, ...choice.also].map(
      plain,
    );
    return words.every((word) => texts.some((text) => text.includes(word)));
  });
}

/** Where a person can be sent: lines first, then windows, each by zone; the own zone comes first. */
export function destinationChoices(
  desk: { readonly window: string; readonly zone: string; readonly destinations: Desk['destinations'] },
  zones: Catalogue['zones'] | undefined,
): Choice<CommandInput<'window.transfer'>['to']>[] {
  const nameOf = (zone: string): Text => zones?.find(({ id }) => id === zone)?.name ?? t(zone, zone);
  const { queues, windows } = desk.destinations;
  const order = [
    ...new Set([desk.zone, ...queues.map(({ zone }) => zone), ...windows.map(({ zone }) => zone)]),
  ];
  return order.flatMap((zone) => [
    ...queues
      .filter((queue) => queue.zone === zone)
      .map(({ queue, name }) => ({
        id: `queue-${queue}`,
        group: nameOf(zone),
        label: name,
        value: { queue },
        also: [],
      })),
    ...windows
      .filter((window) => window.zone === zone && window.window !== desk.window)
      .map(({ window, number }) => ({
        id: `window-${window}`,
        group: nameOf(zone),
        label: windowName(number),
        value: { window },
        also: [String(number)],
      })),
  ]);
}

/** [K11] What somebody without a number can be served for here: each queue, and the items that belong to it. */
export function serviceChoices(
  desk: { readonly serves: Desk['serves']; readonly secondary: Desk['secondary'] },
  items: Catalogue['items'] | undefined,
): Choice<{ readonly queue: string; readonly items: string[] }>[] {
  const queues = [
    ...desk.serves,
    ...desk.secondary.filter(({ queue }) => !desk.serves.some((own) => own.queue === queue)),
  ];
  return queues.flatMap(({ queue, name }) => [
    {
      id: `queue-${queue}`,
      group: name,
      label: t(`${name.zh}（不指定事项）`, `${name.en} (no item)`),
      value: { queue, items: [] },
      also: [],
    },
    ...(items ?? [])
      .filter((item) => item.queue === queue)
      .map((item) => ({
        id: `item-${item.id}`,
        group: name,
        label: item.name,
        value: { queue, items: [item.id] },
        also: item.aliases,
      })),
  ]);
}
