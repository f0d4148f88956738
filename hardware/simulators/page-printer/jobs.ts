import type { IppAttribute } from '../../codec/ipp.ts';
import { ippAttribute, JOB_STATE } from '../../codec/ipp.ts';

export interface Job {
  readonly id: number;
  readonly name: string;
  readonly user: string;
  readonly pdf: Uint8Array;
  readonly pages: number;
  readonly sides: string;
  /** Seconds of the printer's own up-time. */
  readonly createdAt: number;
  startedAt: number | undefined;
  endedAt: number | undefined;
  state: number;
  /** Where it ended for another reason than its state's usual one. */
  endReason: string | undefined;
  printedPages: number;
}

export function isOver(job: Job): boolean {
  return job.state >= JOB_STATE.canceled;
}

const REASONS = new Map<number, string>([
  [JOB_STATE.pending, 'none'],
  [JOB_STATE.processing, 'job-printing'],
  [JOB_STATE.stopped, 'printer-stopped'],
  [JOB_STATE.canceled, 'job-canceled-by-user'],
  [JOB_STATE.aborted, 'aborted-by-system'],
  [JOB_STATE.completed, 'job-completed-successfully'],
]);

export function jobAttributes(job: Job, printerUri: string, upTime: number, counts: boolean): IppAttribute[] {
  const integer = (name: string, value: number): IppAttribute => ({
    name,
    values: [{ kind: 'integer', value }],
  });
  const time = (name: string, value: number | undefined): IppAttribute =>
    value === undefined ? { name, values: [{ kind: 'out-of-band', tag: 0x13 }] } : integer(name, value);
  return [
    integer('job-id', job.id),
    ippAttribute('job-uri', 'uri', `${printerUri}/${job.id}`),
    ippAttribute('job-printer-uri', 'uri', printerUri),
    ippAttribute('job-name', 'name', job.name),
    ippAttribute('job-originating-user-name', 'name', job.user),
    { name: 'job-state', values: [{ kind: 'enum', value: job.state }] },
    ippAttribute('job-state-reasons', 'keyword', job.endReason ?? REASONS.get(job.state) ?? 'none'),
    ...(counts
      ? [
          integer('job-impressions-completed', job.printedPages),
          integer('job-media-sheets-completed', sheets(job)),
        ]
      : []),
    integer('job-printer-up-time', upTime),
    integer('time-at-creation', job.createdAt),
    time('time-at-processing', job.startedAt),
    time('time-at-completed', job.endedAt),
    ippAttribute('attributes-charset', 'charset', 'utf-8'),
    ippAttribute('attributes-natural-language', 'language', 'en'),
  ];
}

function sheets({ printedPages, sides }: Job): number {
  return sides === 'one-sided' ? printedPages : Math.ceil(printedPages / 2);
}

/** Page objects of a PDF; good enough for paper that is only simulated. */
export function countPages(pdf: Uint8Array): number {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  return Math.max(1, text.match(/\/Type\s*\/Page(?![A-Za-z])/g)?.length ?? 1);
}
