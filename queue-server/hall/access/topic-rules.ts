import type { DeviceKind } from '@hall/shared/contracts/hall-config';
import { parseTopic, TOPIC_ENTRIES, type TopicName } from '@hall/shared/contracts/messages';
import type { DeviceActor } from './store.ts';

/** Deny by default: what no entry of the topic table allows is refused. All pure. */

/** Whether a device may subscribe to a filter. `#`, `$`-topics and anything outside the table are refused. */
export function maySubscribe(hall: string, device: DeviceActor, filter: string): boolean {
  const topic = parseTopic(hall, filter);
  if (!topic || (topic.part !== null && /[#$]/.test(topic.part))) return false;
  const entry = TOPIC_ENTRIES[topic.name];
  if (entry.from !== 'server') return false;
  if (entry.to === 'everyone') return topic.part === null || topic.part === '+' || !topic.part.includes('+');
  if (entry.to === 'own') return topic.part !== null && owns(device, topic.name, topic.part);
  if (entry.to === 'server') return false;
  return entry.to.includes(device.device as DeviceKind) && topic.part !== null;
}

/** Whether a device may publish: its own topics only, retained and QoS as the table says. */
export function mayPublish(
  hall: string,
  device: DeviceActor,
  packet: { readonly topic: string; readonly qos: number; readonly retain: boolean; readonly bytes: number },
): boolean {
  const topic = parseTopic(hall, packet.topic);
  if (!topic || topic.part !== device.id) return false;
  const entry = TOPIC_ENTRIES[topic.name];
  return (
    entry.from === 'device' &&
    packet.retain === entry.retain &&
    packet.qos <= entry.qos &&
    packet.bytes <= entry.maxBytes
  );
}

/** A last will may only say that the device itself is offline. */
export function mayWill(hall: string, device: DeviceActor, topic: string): boolean {
  const parsed = parseTopic(hall, topic);
  return parsed?.name === 'presence' && parsed.part === device.id;
}

/** Who rates at a window: its pad, and the window host with its evaluation keypad. */
const AT_PAD: ReadonlySet<DeviceActor['device']> = new Set(['pad', 'window-host']);

function owns(device: DeviceActor, name: TopicName, part: string): boolean {
  if (name === 'pad') return AT_PAD.has(device.device) && device.windows.includes(part);
  return part === device.id;
}
