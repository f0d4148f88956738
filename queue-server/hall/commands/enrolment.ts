import type { CommandName } from '@hall/shared/contracts/commands';
import type { DeviceEntry, ENROLMENT_COMMANDS } from '@hall/shared/contracts/enrolment';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { DeviceCredentials } from '../access/devices.ts';
import type { Enrolments } from '../access/enrolments.ts';
import type { LedgerClient } from '../ledger/client.ts';
import type { Handlers } from './administration.ts';

export interface EnrolmentOptions {
  readonly config: HallConfig;
  readonly credentials: DeviceCredentials;
  readonly enrolments: Enrolments;
  readonly ledger: Pick<LedgerClient, 'submit'>;
  readonly isOnline: (device: string) => boolean;
  /** A credential is new: the device may be told what it is. */
  readonly onEnrolled: (device: string) => void;
  /** A credential has ended: connections, retained messages and presence of the device go. */
  readonly onEnded: (device: string) => void;
  /** Staff's pages read again. */
  readonly onChange: () => void;
  readonly now: () => number;
}

const DONE = { done: true } as const;
/** Devices that a revoked credential could have been found on: the reason stands in the ledger. */
type Name = keyof typeof ENROLMENT_COMMANDS & CommandName;

/** Letting devices in and turning them out. Every act is in the ledger before it is answered. */
export function enrolmentHandlers(options: EnrolmentOptions): Handlers<Name> {
  const { config, credentials, enrolments, ledger, now } = options;
  const note = (
    act: string,
    subject: string,
    detail: Record<string, string | boolean>,
    actor: string,
    id: string,
  ) => ledger.submit('audit.note', { act, subject, detail }, actor, id);

  return {
    'enrolment.list': async () => ok({ waiting: enrolments.waiting(now()) }),

    'enrolment.approve': async ({ actor, body, requestId }) => {
      const device = config.devices.find((entry) => entry.id === body.device);
      if (!device) return err(fault('DEVICE_NOT_CONFIGURED', 'no such device in the configuration'));
      const decision = enrolments.decide(body.enrolment, now());
      if (!decision.ok) {
        // The answer to the first try was lost, or a colleague was as fast with the same decision.
        return decision.error.details?.['device'] === body.device ? ok(DONE) : decision;
      }
      const { kind, code, verifier, done, undo } = decision.value;
      const replaces = credentials.has(device.id);
      const refusal =
        code !== body.code || kind !== device.kind
          ? fault('ENROLMENT_MISMATCH' as const, 'the code or the kind is not that of the device')
          : replaces && !body.replace
            ? fault('DEVICE_ENROLLED' as const, 'the device has a good credential')
            : null;
      if (refusal) {
        undo();
        return err(refusal);
      }
      const noted = await note(
        'enrolment.approve',
        device.id,
        { kind, replaces, enrolment: body.enrolment.slice(0, 8) },
        actor.id,
        requestId,
      );
      if (!noted.ok) {
        undo();
        return noted;
      }
      if (replaces) options.onEnded(device.id);
      credentials.enrol(device.id, verifier, { at: now(), by: actor.id, enrolment: body.enrolment });
      done(device.id);
      options.onEnrolled(device.id);
      options.onChange();
      return ok(DONE);
    },

    'enrolment.refuse': async ({ actor, body, requestId }) => {
      const decision = enrolments.decide(body.enrolment, now());
      if (!decision.ok) return decision;
      const { kind, done, undo } = decision.value;
      const noted = await note('enrolment.refuse', body.enrolment.slice(0, 8), { kind }, actor.id, requestId);
      if (!noted.ok) {
        undo();
        return noted;
      }
      done(null);
      options.onChange();
      return ok(DONE);
    },

    'device.list': async () => {
      const devices = config.devices.map((device): DeviceEntry => {
        const record = credentials.record(device.id);
        return {
          id: device.id,
          kind: device.kind,
          name: device.name,
          zone: device.zone ?? null,
          windows: device.windows ?? [],
          state: record === null ? 'never' : record.revokedAt === null ? 'enrolled' : 'revoked',
          online: record?.revokedAt === null && options.isOnline(device.id),
          lastSeenAt: record?.lastSeenAt ?? null,
          version: record?.version ?? null,
          enrolledAt: record?.enrolledAt ?? null,
          enrolledBy: record?.enrolledBy ?? null,
          revokedAt: record?.revokedAt ?? null,
          revokedBy: record?.revokedBy ?? null,
        };
      });
      return ok({ devices });
    },

    'device.revoke': async ({ actor, body, requestId }) => {
      if (!config.devices.some((entry) => entry.id === body.device) && !credentials.record(body.device)) {
        return err(fault('DEVICE_NOT_CONFIGURED', 'no such device'));
      }
      // First shut the door, then write it down: a full disk must not keep a stolen device in.
      if (credentials.revoke(body.device, now(), actor.id)) options.onEnded(body.device);
      const noted = await note('device.revoke', body.device, { reason: body.reason }, actor.id, requestId);
      if (!noted.ok) return noted;
      options.onChange();
      return ok(DONE);
    },
  };
}
