import { topicOf } from '@hall/shared/contracts/messages';
import mqtt from 'mqtt';
import type { HallProcess } from './hall-process.ts';

/** What a screen that connects now is shown: the retained message of each topic, parsed. */
export async function retainedAt(
  hall: HallProcess,
  device: string,
  topics: readonly string[],
): Promise<Map<string, Record<string, unknown>>> {
  const client = await mqtt.connectAsync(hall.mqttUrl, {
    protocolVersion: 4,
    clientId: `${device}-screen`,
    username: device,
    password: hall.secret(device),
    reconnectPeriod: 0,
  });
  try {
    const shown = new Map<string, Record<string, unknown>>();
    await new Promise<void>((resolve, reject) => {
      client.on('message', (topic, payload) => {
        shown.set(topic, JSON.parse(payload.toString()) as Record<string, unknown>);
        if (topics.every((wanted) => shown.has(wanted))) resolve();
      });
      client.on('error', reject);
      client.on('close', () => reject(new Error('the broker closed the connection')));
      client.subscribe([...topics], { qos: 0 });
    });
    return shown;
  } finally {
    client.end(true);
  }
}

export function topics(hall: HallProcess) {
  const id = hall.config.id;
  return {
    window: (window: string) => topicOf(id, 'window', window),
    board: (zone: string) => topicOf(id, 'board', zone),
    server: topicOf(id, 'server'),
  };
}
