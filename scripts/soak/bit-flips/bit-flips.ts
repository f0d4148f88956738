import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Seeded, seeded } from '@hall/hardware/testing/seeded';
import { commitEnds } from '@hall/queue-server/hall/ledger/log-damage';
import { MONDAY_9 } from '@hall/queue-server/hall/testing/hall';
import Database from 'better-sqlite3';
import { memoryFolder } from '../disk/shim.ts';
import { problemsOf } from '../ground/check.ts';
import { openGround, soakConfig } from '../ground/ground.ts';
import { Workload } from '../ground/workload.ts';
import { layOut } from '../power-cut/power-cut.ts';
import { type Scenario, Tally } from '../scenario.ts';
import { differences, type Rows, rowsOf } from './content.ts';

const BATCHES = 90;
/** Flips on one recorded ground; the next come from a ground with the next seed. */
const FLIPS_A_GROUND = 500;

/** How the files were left. */
const LEFT = ['closed', 'crashed', 'copied'] as const;
type Left = (typeof LEFT)[number];

type Files = ReadonlyMap<string, Buffer>;

/** A ground as it lay on the disk, and what it held. */
interface Specimen {
  readonly left: Left;
  readonly files: Files;
  readonly content: ReadonlyMap<string, Rows>;
  /** What each database held before the newest commit of its log: damage there looks like a power cut. */
  readonly before: ReadonlyMap<string, Rows>;
}

/** Random bits turned over in files of a ledger and its vault: found, with a sentence, or harmless. */
export const bitFlips: Scenario = {
  name: 'bit-flips',
  of: 'files with bits turned over',
  count: 5_000,
  missing: () => null,
  async run({ seed, count, log }) {
    const scratch = memoryFolder();
    const tally = new Tally();
    const config = soakConfig();
    try {
      for (let done = 0; done < count; done += FLIPS_A_GROUND) {
        const flips = Math.min(FLIPS_A_GROUND, count - done);
        const random = seeded(seed + done);
        const specimens = record(path.join(scratch.path, 'ground'), random);
        const folder = path.join(scratch.path, 'flipped');
        const seen = { found: 0, harmless: 0 };
        for (let n = 0; n < flips; n += 1) {
          const specimen = specimens[n % specimens.length] as Specimen;
          const { files, what } = flipped(specimen.files, random);
          layOut(files, folder);
          const problems = problemsOf(folder, config, [], { goOn: false, readAll: true });
          const wordless = problems.filter((problem) => !/[a-z]{2,} [a-z]{2,}/i.test(problem));
          const silent = problems.length > 0 ? [] : changes(folder, specimen);
          seen[problems.length > 0 ? 'found' : 'harmless'] += 1;
          tally.add(`seed ${seed + done}, ${specimen.left}, ${what}`, [...wordless, ...silent]);
        }
        log(`seed ${seed + done}: ${flips} flips, ${seen.found} found, ${seen.harmless} harmless`);
      }
    } finally {
      scratch.remove();
    }
    return tally.outcome;
  },
};

/** One workload, left behind in three ways. */
function record(folder: string, random: Seeded): Specimen[] {
  const copy = `${folder}-copy`;
  for (const old of [folder, copy]) rmSync(old, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const ground = openGround(folder, soakConfig());
  const workload = new Workload(random, 'flip', MONDAY_9);
  for (let i = 0; i < BATCHES; i += 1) {
    ground.commit(workload.batch(ground.ledger.state));
  }
  const specimen = (left: Left, at: string): Specimen => {
    const files = filesOf(at);
    return { left, files, content: contentOf(at), before: new Map() };
  };
  const crashedFiles = filesOf(folder);
  mkdirSync(copy);
  cpSync(path.join(folder, 'keys'), path.join(copy, 'keys'), { recursive: true });
  for (const name of crashedFiles.keys()) {
    if (!name.endsWith('.db')) continue;
    const db = new Database(path.join(folder, name), { readonly: true });
    db.exec(`VACUUM INTO '${path.join(copy, name)}'`);
    db.close();
  }
  const content = contentOf(folder);
  ground.close();
  const copied = specimen('copied', copy);
  return [
    specimen('closed', folder),
    { left: 'crashed', files: crashedFiles, content, before: withoutNewest(crashedFiles, copy) },
    copied,
  ];
}

/** The files of a folder and below, without shared memory, which no crash leaves behind. */
function filesOf(folder: string): Map<string, Buffer> {
  return new Map(
    (readdirSync(folder, { recursive: true }) as string[])
      .filter((name) => !name.endsWith('-shm') && statSync(path.join(folder, name)).isFile())
      .sort()
      .map((name) => [name, readFileSync(path.join(folder, name))]),
  );
}

function withoutNewest(files: Files, folder: string): Map<string, Rows> {
  const cut = new Map(
    [...files].map(([name, bytes]) => [
      name,
      name.endsWith('-wal') ? bytes.subarray(0, commitEnds(bytes).at(-2) ?? 0) : bytes,
    ]),
  );
  layOut(cut, folder);
  return contentOf(folder);
}

function contentOf(folder: string): Map<string, Rows> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.db'));
  return new Map(names.map((name) => [name, rowsOf(path.join(folder, name))]));
}

/** One to four bits turned over, or a byte replaced, in one file. */
function flipped(files: Files, random: Seeded): { files: Files; what: string } {
  const name = random.pick([...files.keys()].filter((file) => (files.get(file) as Buffer).length > 0));
  const bytes = Buffer.from(files.get(name) as Buffer);
  const at = random.whole(0, bytes.length);
  const where = [`${name} at ${at}`];
  if (random.unit() < 0.3) bytes[at] = (bytes[at] as number) ^ random.whole(1, 256);
  else {
    const bits = random.whole(1, 5);
    for (let i = 0; i < bits; i += 1) {
      const place = i === 0 ? at : random.whole(0, bytes.length);
      bytes[place] = (bytes[place] as number) ^ (1 << random.whole(0, 8));
      if (i > 0) where.push(`${place}`);
    }
  }
  return { files: new Map(files).set(name, bytes), what: where.join(', ') };
}

/** What nobody noticed. */
function changes(folder: string, { content, before }: Specimen): string[] {
  const now = contentOf(folder);
  return [...content].flatMap(([name, was]) => {
    const is = now.get(name) ?? new Map();
    const earlier = before.get(name);
    if (earlier && differences(earlier, is).length === 0) return [];
    return differences(was, is).map((difference) => `unnoticed in ${name}: ${difference}`);
  });
}
