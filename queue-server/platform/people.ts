import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { normaliseIdNumber } from '@hall/shared/contracts/identity';
import { InsuranceRecord } from '@hall/shared/contracts/platform';
import { parse } from 'yaml';
import { z } from 'zod';

export const SAMPLE_PEOPLE_FILE = fileURLToPath(new URL('sample-people.yaml', import.meta.url));

export interface InsuranceRegister {
  /** The record of a person by number and name together: neither alone says anything. */
  find(idNumber: string, name: string): InsuranceRecord | undefined;
}

/** One spelling for one name: the same character may be composed in two ways, and cards pad with spaces. */
const spelling = (name: string) => name.normalize('NFC').replace(/\s+/g, ' ').trim();

/** The register from its file. Throws where the file is wrong: it is part of the program. */
export function loadInsuranceRegister(file = SAMPLE_PEOPLE_FILE): InsuranceRegister {
  const records = z.array(InsuranceRecord).parse(parse(readFileSync(file, 'utf8')));
  const byNumber = new Map(records.map((record) => [normaliseIdNumber(record.idNumber), record]));
  return {
    find(idNumber, name) {
      const record = byNumber.get(normaliseIdNumber(idNumber));
      return record && spelling(record.name) === spelling(name) ? record : undefined;
    },
  };
}
