import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CARD_KINDS, maskName, normaliseIdNumber } from '@hall/shared/contracts/identity';
import { CaseNumber, type CaseProgressQuery, CaseRecord } from '@hall/shared/contracts/platform';
import { CASES_MAX, type CaseProgress, CaseStage } from '@hall/shared/contracts/public-info';
import { Text } from '@hall/shared/contracts/text';
import { localTime } from '@hall/shared/contracts/time';
import { parse } from 'yaml';
import { z } from 'zod';
import type { RecordStore } from './store/records.ts';

const SAMPLE_CASES_FILE = fileURLToPath(new URL('sample-cases.yaml', import.meta.url));
const DAY_MS = 86_400_000;
/** Records of halls that are looked through for a person: the reference platform has no index over sealed data. */
const LOOK_THROUGH = 2_000;
/** Digits of the day and of the number within it, at the end of a case number. */
const SHORT_RECEIPT = 12;

/** An invented case. Its days count back from today, so that it is under way whenever it is looked at. */
const SampleCase = z.strictObject({
  itemCode: z.string().regex(/^[0-9A-Z]{31}$/),
  itemName: z.string(),
  department: z.string(),
  serial: z.string().regex(/^\d{4}$/),
  applicant: z.strictObject({ name: z.string(), idNumber: z.string(), cardKind: z.enum(CARD_KINDS) }),
  steps: z.array(z.strictObject({ stage: CaseStage, daysAgo: z.number().int().min(0) })).min(1),
  /** From today on; null: nothing is promised any more. */
  promisedInDays: z.number().int().nullable(),
  result: z.enum(['granted', 'refused']).nullable(),
  note: Text.nullable(),
});
export type SampleCase = z.infer<typeof SampleCase>;

/** The invented cases from their file. Throws where the file is wrong: it is part of the program. */
export function loadSampleCases(file = SAMPLE_CASES_FILE): SampleCase[] {
  return z.array(SampleCase).parse(parse(readFileSync(file, 'utf8')));
}

export interface CaseRegister {
  /** Newest first; none where nothing fits, whatever it is that does not. */
  find(query: CaseProgressQuery): CaseProgress[];
}

interface Known {
  readonly progress: CaseProgress;
  readonly name: string;
  readonly idNumber: string;
}

export function caseRegister(options: {
  readonly records: Pick<RecordStore, 'newest'>;
  readonly samples: readonly SampleCase[];
  readonly now: () => number;
  readonly timeZone: string;
}): CaseRegister {
  const { records, samples, now, timeZone } = options;
  const dayOf = (at: number): string => localTime(at, timeZone).day;

  return {
    find(query) {
      const all = [
        ...samples.map((sample) => fromSample(sample, (daysAgo) => dayOf(now() - daysAgo * DAY_MS))),
        ...records.newest('case', LOOK_THROUGH).flatMap(({ body }) => fromRecord(body, dayOf)),
      ];
      const fits = 'receipt' in query ? byReceipt(query) : byPerson(query);
      return all
        .filter(fits)
        .map(({ progress }) => progress)
        .sort((a, b) => lastDay(b).localeCompare(lastDay(a)))
        .slice(0, CASES_MAX);
    },
  };
}

/** The end of the ID number is asked for with every receipt: a day and a small number are easily guessed. */
function byReceipt({ receipt, lastDigits }: Extract<CaseProgressQuery, { receipt: string }>) {
  return ({ progress, idNumber }: Known): boolean =>
    (receipt.length === SHORT_RECEIPT
      ? progress.caseNumber.endsWith(receipt)
      : progress.caseNumber === receipt) && idNumber.endsWith(lastDigits);
}

function byPerson(query: Extract<CaseProgressQuery, { name: string }>) {
  const wanted = { name: query.name.normalize('NFC').trim(), idNumber: normaliseIdNumber(query.idNumber) };
  return ({ name, idNumber }: Known): boolean =>
    idNumber === wanted.idNumber && name.normalize('NFC').trim() === wanted.name;
}

function lastDay({ steps }: CaseProgress): string {
  return steps.at(-1)?.on ?? '';
}

function fromSample(sample: SampleCase, dayBefore: (daysAgo: number) => string): Known {
  const { applicant, steps, serial, promisedInDays, ...told } = sample;
  const caseNumber = `${told.itemCode}${dayBefore(steps[0]!.daysAgo).replaceAll('-', '')}${serial}`;
  return {
    name: applicant.name,
    idNumber: normaliseIdNumber(applicant.idNumber),
    progress: {
      ...told,
      caseNumber: CaseNumber.parse(caseNumber),
      applicant: maskName(applicant.name),
      stage: steps.at(-1)!.stage,
      steps: steps.map(({ stage, daysAgo }) => ({ stage, on: dayBefore(daysAgo) })),
      promisedOn: promisedInDays === null ? null : dayBefore(-promisedInDays),
    },
  };
}

/** What a hall has reported of a case: accepted, and finished where it was done on the spot. */
function fromRecord(body: Readonly<Record<string, unknown>>, dayOf: (at: number) => string): Known[] {
  const parsed = CaseRecord.safeParse(body);
  if (!parsed.success || parsed.data.applicant === null || parsed.data.stage === 'withdrawn') return [];
  const { applicant, stage, ...record } = parsed.data;
  const finished = stage === 'finished';
  return [
    {
      name: applicant.name,
      idNumber: normaliseIdNumber(applicant.idNumber),
      progress: {
        ...{ caseNumber: record.caseNumber, itemCode: record.itemCode, itemName: record.itemName },
        ...{ department: record.department, applicant: maskName(applicant.name) },
        stage: finished ? 'decided' : 'accepted',
        steps: [
          { stage: 'accepted', on: dayOf(record.acceptedAt) },
          ...(finished ? [{ stage: 'decided' as const, on: dayOf(record.finishedAt) }] : []),
        ],
        promisedOn: null,
        result: finished ? 'granted' : null,
        note: null,
      },
    },
  ];
}
