import { randomUUID } from 'node:crypto';
import type { CommandAnswer, CommandInput, CommandName } from '@hall/shared/contracts/commands';
import { AnswerMessage, CONTRACT_VERSION, topicOf } from '@hall/shared/contracts/messages';
import mqtt, { type MqttClient } from 'mqtt';
import type { Reply } from './http-client.ts';

const ASK_WITHIN_MS = 10_000;

/** A device without hardware: asks over MQTT as a device host does. */
export class DeviceClient {
  readonly #client: MqttClient;
  readonly #hall: string;
  readonly #device: string;
  readonly #waiting = new Map<string, (message: unknown) => void>();

  private constructor(client: MqttClient, hall: string, device: string) {
    this.#client = client;
    this.#hall = hall;
    this.#device = device;
    client.on('message', (topic, payload) => {
      if (topic !== topicOf(hall, 'answer', device)) return;
      const parsed = AnswerMessage.safeParse(JSON.parse(payload.toString()));
      if (parsed.success) this.#waiting.get(parsed.data.id)?.(parsed.data);
    });
  }

  static async connect(url: string, hall: string, device: string, secret: string): Promise<DeviceClient> {
    const client = await mqtt.connectAsync(url, {
      protocolVersion: 4,
      clientId: `${device}-${randomUUID().slice(0, 8)}`,
      username: device,
      password: secret,
      will: {
        topic: topicOf(hall, 'presence', device),
        payload: Buffer.from(JSON.stringify(presenceOf(false))),
        qos: 1,
        retain: true,
      },
    });
    const presence = topicOf(hall, 'presence', device);
    await client.subscribeAsync(topicOf(hall, 'answer', device), { qos: 1 });
    const greet = () =>
      client.publishAsync(presence, JSON.stringify(presenceOf(true)), { qos: 1, retain: true });
    await greet();
    // After a lost connection too: its will has said that the device is away.
    client.on('connect', () => void greet().catch(() => {}));
    return new DeviceClient(client, hall, device);
  }

  get mqtt(): MqttClient {
    return this.#client;
  }

  async ask<N extends CommandName>(
    command: N,
    body: CommandInput<N>,
    id: string = randomUUID(),
  ): Promise<Reply<CommandAnswer<N>>> {
    const at = Date.now();
    const answered = new Promise<unknown>((resolve) => {
      const timer = setTimeout(() => resolve(null), ASK_WITHIN_MS);
      this.#waiting.set(id, (message) => {
        clearTimeout(timer);
        resolve(message);
      });
    });
    const ask = { v: CONTRACT_VERSION, at, id, command, body, validUntil: at + ASK_WITHIN_MS };
    this.#client.publish(topicOf(this.#hall, 'ask', this.#device), JSON.stringify(ask), { qos: 1 });
    const message = (await answered) as AnswerMessageValue | null;
    this.#waiting.delete(id);
    if (message === null) return { ok: false, problem: { code: 'SERVER_AWAY' } };
    return message.ok
      ? { ok: true, value: message.body as CommandAnswer<N> }
      : { ok: false, problem: message.error };
  }

  async close(): Promise<void> {
    await this.#client.endAsync(true);
  }
}

function presenceOf(online: boolean) {
  return { v: CONTRACT_VERSION, at: Date.now(), online, version: 'script' };
}

type AnswerMessageValue = ReturnType<typeof AnswerMessage.parse>;
