import { ERRORS, type ErrorCode, isErrorCode } from '@hall/shared/contracts/errors';
import {
  AskMessage,
  CONTRACT_VERSION,
  HealthMessage,
  PresenceMessage,
  parseTopic,
  ShownMessage,
  TOPIC_ENTRIES,
  topicOf,
} from '@hall/shared/contracts/messages';
import type { Fault } from '@hall/shared/contracts/result';
import type { Logger } from 'pino';
import type { DeviceActor } from '../access/store.ts';
import type { Executor } from '../commands/executor.ts';
import type { LedgerClient } from '../ledger/client.ts';
import type { DeviceRegistry } from './registry.ts';

export interface AsksOptions {
  readonly hall: string;
  readonly ledger: LedgerClient;
  readonly executor: Executor;
  readonly devices: DeviceRegistry;
  readonly publish: (topic: string, message: unknown, qos: 0 | 1, retain: boolean) => void;
  /** Presence or health of a device changed: staff's pages read again. */
  readonly onDevices: () => void;
  /** A device said that it is there. */
  readonly onSeen: (device: string, version: string) => void;
  /** A device is there, and what it runs is known. */
  readonly onOnline: (device: string) => void;
  readonly log: Logger;
  readonly now: () => number;
}

/** What devices publish, validated here; an ask always gets an answer, a malformed message changes nothing. */
export function handleDevices(options: AsksOptions) {
  const { hall, executor, ledger, devices, log, now } = options;

  const answer = (device: DeviceActor, id: string, outcome: Awaited<ReturnType<Executor['execute']>>) => {
    const envelope = { v: CONTRACT_VERSION, epoch: ledger.epoch, seq: ledger.state.seq, at: now(), id };
    const body = outcome.ok
      ? { ...envelope, ok: true, body: JSON.parse(outcome.value) }
      : { ...envelope, ok: false, error: errorOf(outcome.error) };
    options.publish(topicOf(hall, 'answer', device.id), body, TOPIC_ENTRIES.answer.qos, false);
  };

  const ask = async (device: DeviceActor, value: unknown) => {
    const parsed = AskMessage.safeParse(value);
    if (!parsed.success) {
      log.warn({ event: 'mqtt.malformed', device: device.id, code: 'BAD_REQUEST', topic: 'ask' }, 'refused');
      const id =
        typeof value === 'object' && value !== null && 'id' in value ? String(value.id).slice(0, 64) : '';
      return answer(device, id, refusal('BAD_REQUEST', 'not a valid ask'));
    }
    const { id, command, body, validUntil } = parsed.data;
    const began = performance.now();
    const outcome =
      now() > validUntil
        ? refusal('EXPIRED', 'the ask came too late')
        : await executor.execute(device, command, body, id).catch((error: Error) => {
            log.error({ event: 'ask.failed', command, reason: error.message }, 'bug');
            return refusal('INTERNAL', 'unexpected failure');
          });
    log.info(
      {
        event: 'ask',
        device: device.id,
        command,
        request: id,
        code: outcome.ok ? 'OK' : outcome.error.code,
        ms: Math.round((performance.now() - began) * 10) / 10,
      },
      command,
    );
    answer(device, id, outcome);
  };

  return (device: DeviceActor, topic: string, payload: Buffer): void => {
    const name = parseTopic(hall, topic)?.name;
    const value = parseJson(payload);
    if (name === 'ask') {
      void ask(device, value).catch((error: Error) =>
        log.error({ event: 'ask.failed', reason: error.message }, 'bug'),
      );
      return;
    }
    const schema = name === 'presence' ? PresenceMessage : name === 'health' ? HealthMessage : ShownMessage;
    const parsed = schema.safeParse(value);
    if (!parsed.success) {
      log.warn({ event: 'mqtt.malformed', device: device.id, code: 'BAD_REQUEST', topic: name }, 'refused');
      return;
    }
    if (name === 'presence') {
      const { online, skewMs, version } = parsed.data as PresenceMessageBody;
      options.onSeen(device.id, version);
      devices.runs(device.id, version);
      devices.presence(device.id, online, now());
      devices.skew(device.id, skewMs);
      options.onDevices();
      if (online) options.onOnline(device.id);
    } else if (name === 'health') {
      const { peripherals, skewMs } = parsed.data as HealthMessageBody;
      devices.health(device.id, peripherals, now());
      devices.skew(device.id, skewMs);
      options.onDevices();
    } else if (name === 'shown') {
      const { call, how } = parsed.data as ShownMessageBody;
      void ledger.submit(
        'call.acknowledge',
        { call, how },
        device.id,
        `shown-${call}-${device.id}`.slice(0, 64),
      );
    }
  };
}

type PresenceMessageBody = ReturnType<typeof PresenceMessage.parse>;
type HealthMessageBody = ReturnType<typeof HealthMessage.parse>;
type ShownMessageBody = ReturnType<typeof ShownMessage.parse>;

function refusal(code: ErrorCode, message: string) {
  return { ok: false, error: { code, message } } as const;
}

function errorOf({ code, message, text }: Fault) {
  const known: ErrorCode = isErrorCode(code) ? code : 'INTERNAL';
  return { code: known, message, text: text ?? ERRORS[known].text };
}

function parseJson(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString());
  } catch {
    return undefined;
  }
}
