import { setTimeout as sleep } from 'node:timers/promises';
import type { TicketSlip } from '@hall/shared/contracts/commands';
import type { Chance } from '../offline/chance.ts';
import { ALL_STRUCK_MS, FAULTS, type FaultName, putRight, strike } from './faults.ts';
import type { Answer, Lane } from './lane.ts';
import { type Paper, readOutput } from './paper.ts';

/** One person's ticket at a printer that may fail at any moment, until they hold it. */

/** A person whom the machine has failed so often goes to the guide desk; the hall allows as many. */
const MOST_PAPERS = 9;
/** The prints that may be struck. */
const MOST_STRUCK = 4;

export interface Visit {
  readonly faults: readonly FaultName[];
  readonly slip: TicketSlip | null;
  readonly papers: readonly Paper[];
  readonly outcomes: readonly string[];
  readonly problems: readonly string[];
}

export async function visit(lane: Lane, queue: string, chance: Chance): Promise<Visit> {
  const problems: string[] = [];
  const papers: Paper[] = [];
  const outcomes: string[] = [];
  const faults: FaultName[] = [];
  /** For whoever reads a failure: ordinals of papers, and why a piece is none. */
  const seen: string[] = [];
  const look = async (): Promise<void> => {
    const output = await readOutput(lane.printer.tear());
    papers.push(...output.papers);
    seen.push(...output.papers.map((paper) => String(paper.ordinal)), ...output.scraps);
    problems.push(...output.problems);
  };
  let slip: TicketSlip | null = null;
  await lane.ready();
  for (let print = 1; print <= MOST_PAPERS; print += 1) {
    const fault = print <= MOST_STRUCK && !chance.one(3) ? chance.of(FAULTS) : 'none';
    faults.push(fault);
    await strike(fault, lane.printer, chance);
    const answer: Answer = slip
      ? await lane.ask({ name: 'reprint', ticket: slip.ticket })
      : await lane.ask({ name: 'take', items: [], queue, card: null });
    if (!answer.ok) {
      problems.push(`no ticket: ${answer.code}`);
      break;
    }
    slip = answer.slip;
    const report = await lane.done(slip.ticket, print);
    outcomes.push(
      report.outcome === 'printed' ? `printed ${report.proof}` : `${report.outcome} ${report.reason}`,
    );
    const { ordinal } = slip;
    const these = () => papers.filter((paper) => paper.ordinal === ordinal);
    // Most look first; some call somebody at once, who sets the printer going again.
    const patient = !chance.one(3);
    if (patient) await look();
    if (report.outcome === 'printed') {
      if (!patient) await look();
      if (these().length !== 1) problems.push(`${outcomes.at(-1)}, and ${these().length} papers ${ordinal}`);
      if (these().some((paper) => !paper.cut)) problems.push('printed, and the paper hangs in the printer');
      break;
    }
    await sleep(ALL_STRUCK_MS);
    await putRight(lane.printer);
    await lane.ready();
    if (!patient) await look();
    if (report.outcome === 'failed' && these().length > 0)
      problems.push(`failed, and paper ${ordinal} is there`);
    // Asked whether it came out, a person who holds it says yes.
    if (report.outcome === 'unknown' && these().length > 0) break;
    if (lane.last(slip.ticket)?.outcome === 'printed') {
      await look();
      if (these().length !== 1) problems.push(`proved late, and ${these().length} papers ${ordinal}`);
      break;
    }
  }
  await sleep(ALL_STRUCK_MS);
  await putRight(lane.printer);
  await lane.ready();
  await look();
  await lane.ask({ name: 'end' });
  if (slip) problems.push(...judge(slip, papers, lane));
  if (problems.length > 0) problems.push(`in the slot: ${seen.join(', ')}`);
  return { faults, slip, papers, outcomes, problems };
}

/** Never two valid papers, never none: the newest paper of a number is the valid one. */
function judge(slip: TicketSlip, papers: readonly Paper[], lane: Lane): string[] {
  const problems: string[] = [];
  if (papers.some((paper) => paper.token !== slip.progressToken)) problems.push("somebody else's ticket");
  for (const ordinal of new Set(papers.map((paper) => paper.ordinal))) {
    const same = papers.filter((paper) => paper.ordinal === ordinal).length;
    if (same > 1) problems.push(`paper ${ordinal} came out ${same} times`);
  }
  if (papers.some((paper) => paper.ordinal > slip.ordinal)) problems.push('a paper that nobody asked for');
  if (!papers.some((paper) => paper.ordinal === slip.ordinal)) problems.push('no valid paper in the end');
  const told = lane.last(slip.ticket);
  if (told?.outcome === 'failed') problems.push('the last word is failed, and the person holds the paper');
  return problems;
}
