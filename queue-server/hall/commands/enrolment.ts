import type { CommandName } from '@hall/shared/contracts/commands';
import type { DeviceEntry, ENROLMENT_COMMANDS } from '@hall/shared/contracts/enrolment';
import type { ErrorCode } from '@hall/shared/contracts/errors';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { err, type Fault, fault, ok } from '@hall/shared/contracts/result';
import Database from 'better-sqlite3';
import type { DeviceCredentials } from '../access/devices.ts';
import type { Enrolments } from '../access/enrolments.ts';
import type { LedgerClient } from '../ledger/client.ts';
import type { Asked, Handlers } from './administration.ts';
import { noteId } from './note.ts';

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
type Name = keyof typeof ENROLMENT_COMMANDS & CommandName;

/** Letting devices in and turning them out. Every act is in the ledger before it is answered. */
export function enrolmentHandlers(options: EnrolmentOptions): Handlers<Name> {
  const { config, credentials, enrolments, ledger, now } = options;
  /** @param body what makes the act this one and no other, so that each act has a note of its own */
  const note = (
    act: string,
    subject: string,
    detail: Record<string, string | boolean>,
    { actor, requestId }: Pick<Asked<Name>, 'actor' | 'requestId'>,
    body: object,
  ) => ledger.submit('audit.note', { act, subject, detail }, actor.id, noteId(act, body, requestId));
  /** Approvals that were noted and then could not be carried out: their next try is another act. */
  let failures = 0;

  return {
    'enrolment.list': async () => ok({ waiting: enrolments.waiting(now()) }),

    'enrolment.approve': async (asked) => {
      const { actor, body } = asked;
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
      const detail = { kind, replaces, enrolment: body.enrolment.slice(0, 8) };
      const act = { ...body, failures };
      const noted = await note('enrolment.approve', device.id, detail, asked, act);
      if (!noted.ok) {
        undo();
        return noted;
      }
      // The former device is dropped only once the new credential stands.
      const former = credentials.has(device.id);
      try {
        credentials.enrol(device.id, verifier, { at: now(), by: actor.id, enrolment: body.enrolment });
      } catch (problem) {
        failures += 1;
        undo();
        await note('enrolment.not-approved', device.id, detail, asked, act);
        return err(storageFault(problem));
      }
      if (former) options.onEnded(device.id);
      done(device.id);
      options.onEnrolled(device.id);
      options.onChange();
      return ok(DONE);
    },

    'enrolment.refuse': async (asked) => {
      const { body } = asked;
      const decision = enrolments.decide(body.enrolment, now());
      if (!decision.ok) return decision;
      const { kind, done, undo } = decision.value;
      const noted = await note('enrolment.refuse', body.enrolment.slice(0, 8), { kind }, asked, body);
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

    'device.revoke': async (asked) => {
      const { actor, body } = asked;
      if (!config.devices.some((entry) => entry.id === body.device) && !credentials.record(body.device)) {
        return err(fault('DEVICE_NOT_CONFIGURED', 'no such device'));
      }
      // First shut the door, then write it down: a full disk must not keep a stolen device in.
      const { ended, problem } = credentials.revoke(body.device, now(), actor.id);
      if (ended) {
        options.onEnded(body.device);
        options.onChange();
      }
      // A device that was let in again and is turned out again is another act, a repeated request is not.
      const generation = credentials.record(body.device)?.generation ?? 0;
      const noted = await note('device.revoke', body.device, { reason: body.reason }, asked, {
        ...body,
        generation,
      });
      if (problem !== null) return err(storageFault(problem));
      return noted.ok ? ok(DONE) : noted;
    },
  };
}

/** What a failed write of the access database is answered with; anything else is a bug and thrown. */
function storageFault(problem: unknown): Fault<ErrorCode> {
  if (!(problem instanceof Database.SqliteError)) throw problem;
  const code = problem.code === 'SQLITE_FULL' ? 'STORAGE_FULL' : 'STORAGE_FAILED';
  return fault(code, `the credential could not be written: ${problem.code}`);
}
