import {
  CONTRACT_VERSION,
  TOPIC_ENTRIES,
  TOPIC_NAMES,
  type TopicName,
} from '@hall/shared/contracts/messages';
import { fieldsOf, NAMED } from './fields.ts';
import { code, page, table } from './markdown.ts';

/** `docs/messages.md`: every MQTT topic of a hall. */
export function messagesPage(): string {
  return page('MQTT messages', 'shared/contracts/messages.ts', [
    `Contract version ${CONTRACT_VERSION}, MQTT 3.1.1. Every topic lies below \`hall/{hall}/\`; payloads are JSON objects without ` +
      'other fields than these. A device reads and publishes only what its rows allow; anything else is refused.',
    'Every message carries `v` (contract version) and `at` (when it was sent); every message of the server also carries ' +
      '`epoch` (new after a restore) and `seq` (position in the ledger). Whatever asks for an action carries ' +
      '`validUntil` and is refused when it is late.',
    table(
      ['topic', 'from → to', 'QoS', 'retained', 'max bytes', 'says'],
      TOPIC_NAMES.map((name) => {
        const entry = TOPIC_ENTRIES[name];
        return [
          `[${code(entry.pattern)}](#${name})`,
          direction(name),
          String(entry.qos),
          yesNo(entry.retain),
          String(entry.maxBytes),
          entry.says,
        ];
      }),
    ),
    '## Words of the field tables',
    table(
      ['word', 'is'],
      NAMED.map(({ name, says }) => [name, says]),
    ),
    ...TOPIC_NAMES.flatMap(topic),
  ]);
}

function topic(name: TopicName): string[] {
  const entry = TOPIC_ENTRIES[name];
  const variants = fieldsOf(entry.schema);
  return [
    `## ${name}`,
    table(
      ['', ''],
      [
        ['topic', code(`hall/{hall}/${entry.pattern}`)],
        ['from → to', direction(name)],
        ['QoS', String(entry.qos)],
        ['retained', yesNo(entry.retain)],
        ['max bytes', String(entry.maxBytes)],
        ['says', entry.says],
      ],
    ),
    ...variants.flatMap((fields, i) => [
      ...(variants.length > 1 ? [`Variant ${i + 1} of ${variants.length}:`] : []),
      table(
        ['field', 'type', 'limits'],
        fields.map((field) => [code(field.name), field.type, field.limits]),
      ),
    ]),
  ];
}

function direction(name: TopicName): string {
  const { from, to, pattern } = TOPIC_ENTRIES[name];
  const reader =
    to === 'everyone'
      ? 'every enrolled device'
      : to === 'own'
        ? pattern.startsWith('pad/')
          ? 'the pad of this window'
          : 'this device'
        : to === 'server'
          ? 'server'
          : to.join(', ');
  return `${from === 'device' ? 'this device' : from} → ${reader}`;
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
