import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { Clock } from '../clock.ts';
import type { OpenTransport, TransportSpec } from '../transport/transport.ts';
import { type Holder, holdersOf } from './holders.ts';
import { askOnce, listen, PROBE_ORDER, PROBES, type ProbeName } from './probes.ts';

export interface PortFinding {
  readonly port: TransportSpec;
  /** Who answered, at which speed; null when nobody did. */
  readonly answered: {
    readonly probe: ProbeName;
    readonly baudRate: number | null;
    readonly bytes: Uint8Array;
  } | null;
  /** Bytes came without a question, or came and were no answer. */
  readonly spoke: boolean;
  /** Speeds that were tried; empty for TCP and USB printers. */
  readonly baudRates: readonly number[];
}

export type ProbeFaultCode = 'PORT_HELD' | 'PORT_CLOSED';

export interface ProbePortOptions {
  readonly open: (spec: TransportSpec) => OpenTransport;
  readonly clock: Clock;
  /** Default: looks under /proc. */
  readonly holders?: (path: string) => readonly Holder[];
  /** Default {@link PROBE_ORDER}. */
  readonly probes?: readonly ProbeName[];
  /** Only at these speeds; default: those that each kind of device is delivered with. */
  readonly baudRates?: readonly number[];
  /** In place of a probe's own question, e.g. a ping to one address of several on a line. */
  readonly questions?: Readonly<Partial<Record<ProbeName, Uint8Array>>>;
  /** For each question; default `PROBE_ANSWER_MS`. */
  readonly waitMs?: number;
}

/**
 * Finds out gently what is on one port, one question at a time. A port that another program holds is not opened
 * (`PORT_HELD`, `details.holders`); one that cannot be opened fails with `PORT_CLOSED` and the system's words.
 */
export async function probePort(
  spec: TransportSpec,
  options: ProbePortOptions,
): Promise<Result<PortFinding, Fault<ProbeFaultCode>>> {
  const { clock } = options;
  if (spec.kind === 'serial' || spec.kind === 'usblp') {
    const holders = (options.holders ?? holdersOf)(spec.path);
    if (holders.length > 0) return err(fault('PORT_HELD', `${spec.path} is held`, { holders }));
  }
  let spoke = false;
  let heard = false;
  const tried: number[] = [];
  for (const name of options.probes ?? PROBE_ORDER) {
    const probe = PROBES[name];
    for (const baudRate of spec.kind === 'serial' ? (options.baudRates ?? probe.baudRates) : [null]) {
      if (baudRate !== null && !tried.includes(baudRate)) tried.push(baudRate);
      const at = spec.kind === 'serial' && baudRate !== null ? { ...spec, baudRate } : spec;
      const opened = await options.open(at)();
      if (!opened.ok) return err(fault('PORT_CLOSED', opened.error.message));
      const port = opened.value;
      try {
        if (!heard) {
          heard = true;
          spoke = (await listen(port, clock)).length > 0;
        }
        const question = options.questions?.[name] ?? probe.question;
        const { answered, bytes } = await askOnce(port, { ...probe, question }, clock, options.waitMs);
        const sure =
          answered &&
          (probe.confirm === undefined ||
            (await askOnce(port, { ...probe, question: probe.confirm }, clock, options.waitMs)).answered);
        if (sure) {
          return ok({ port: at, answered: { probe: name, baudRate, bytes }, spoke, baudRates: tried });
        }
        if (bytes.length > 0) spoke = true;
      } finally {
        await port.close();
      }
    }
  }
  return ok({ port: spec, answered: null, spoke, baudRates: tried });
}
