import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { seeded } from '@hall/hardware/testing/seeded';
import type { Submission } from '@hall/queue-server/hall/ledger/protocol';
import { MONDAY_9 } from '@hall/queue-server/hall/testing/hall';
import { openGround, soakConfig } from '../ground/ground.ts';
import { acknowledgements, Workload } from '../ground/workload.ts';

/** What the process is told in its one argument. */
export interface WorkloadOrders {
  readonly folder: string;
  readonly seed: number;
  readonly batches: number;
  readonly synchronous: 'FULL' | 'NORMAL';
  /** Which start of this workload it is; outside of the folder it notes what it asks, for the next start. */
  readonly start: number;
  readonly askedFile: string;
}

/** Acknowledgements, one JSON line each, in the watched folder: the shim keeps their place among the writes. */
export const ACKNOWLEDGED = 'workload.ack';

/** Works as a hall does until it is done or killed; what was under way when it was killed is asked again first. */
function work({ folder, seed, batches, synchronous, start, askedFile }: WorkloadOrders): void {
  const random = seeded(seed + start);
  const newId = () => Buffer.from(random.bytes(16)).toString('hex');
  const ground = openGround(folder, soakConfig(), { synchronous, newId });
  const workload = new Workload(random, `s${start}`, MONDAY_9);
  const run = (batch: readonly Submission[]) => {
    const { answers } = ground.commit(batch);
    const lines = acknowledgements(batch, answers).map((told) => `${JSON.stringify(told)}\n`);
    appendFileSync(path.join(folder, ACKNOWLEDGED), lines.join(''));
  };
  if (existsSync(askedFile)) run(JSON.parse(readFileSync(askedFile, 'utf8')) as Submission[]);
  for (let i = 0; i < batches; i += 1) {
    const batch = workload.batch(ground.ledger.state);
    writeFileSync(askedFile, JSON.stringify(batch));
    run(batch);
  }
  ground.close();
}

const orders = process.argv[2];
if (orders !== undefined && process.argv[1] === import.meta.filename)
  work(JSON.parse(orders) as WorkloadOrders);
