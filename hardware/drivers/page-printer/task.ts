import type { IppAttribute } from '../../codec/ipp.ts';
import { ippAttribute } from '../../codec/ipp.ts';
import { countPdfPages } from '../../codec/pdf-pages.ts';
import type { JobView } from './jobs.ts';
import type { PageRecord } from './outcome.ts';
import type { PageAbilities, Sides } from './printer-status.ts';

/** One order to print. */
export interface Task {
  readonly pdf: Uint8Array;
  readonly jobName: string;
  readonly media: string;
  readonly sides: Sides;
  readonly deadline: number;
  /** As it was sent; sheets are reckoned from it where the printer does not count them. */
  sentSides: Sides;
}

/** Only what the printer says it knows: with fidelity a foreign attribute would be refused. */
export function jobTemplate(task: Task, abilities: PageAbilities): IppAttribute[] {
  const template = [ippAttribute('media', 'keyword', task.media)];
  const sides = abilities.sides.includes(task.sides) ? task.sides : 'one-sided';
  task.sentSides = sides;
  if (abilities.sides.includes(sides)) template.push(ippAttribute('sides', 'keyword', sides));
  // The printer's own default may be another.
  if (abilities.takesCopies) template.push({ name: 'copies', values: [{ kind: 'integer', value: 1 }] });
  return template;
}

/** What a job that came out took, by the printer's count or else by the PDF's. */
export function pageRecord(job: JobView, { pdf, jobName, sentSides }: Task): PageRecord {
  const isDuplex = sentSides !== 'one-sided';
  const sheetsOf = (sides: number): number => (isDuplex ? Math.ceil(sides / 2) : sides);
  // A counter that stands at nought for a job that came out does not count.
  const impressions = job.impressions || undefined;
  const sheets = job.sheets || undefined;
  if (impressions !== undefined || sheets !== undefined) {
    return {
      jobName,
      sheets: sheets ?? sheetsOf(impressions!),
      impressions: impressions ?? sheets! * (isDuplex ? 2 : 1),
      source: 'printer',
    };
  }
  const pages = countPdfPages(pdf) ?? 1;
  return { jobName, sheets: sheetsOf(pages), impressions: pages, source: 'pdf' };
}
