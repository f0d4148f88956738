import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Catalogue } from '@hall/shared/contracts/commands';
import { err, ok, type Result } from '@hall/shared/contracts/result';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CATALOGUE } from '../../testing/catalogue.ts';
import { type AskFault, askFault } from '../link/server-link.ts';
import { silentLog } from '../log.ts';
import { openHallCopy } from '../offline/hall-copy.ts';
import { type HallKnowledge, hallKnowledge } from './hall-knowledge.ts';

let folder: string;
let answer: ((result: Result<Catalogue, AskFault>) => void)[];
let knowledge: HallKnowledge;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hall-knowledge-'));
  answer = [];
  const link = {
    online: () => true,
    ask: () => new Promise((resolve) => void answer.push(resolve as (typeof answer)[number])),
  };
  knowledge = hallKnowledge(() => link as never, openHallCopy(folder, silentLog));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('reads the catalogue once for all who ask while it is under way, and never again', async () => {
  const both = Promise.all([knowledge.catalogue(), knowledge.catalogue()]);
  expect(answer).toHaveLength(1);
  answer[0]?.(ok(CATALOGUE));
  expect(await both).toEqual([ok(CATALOGUE), ok(CATALOGUE)]);
  expect(await knowledge.catalogue()).toEqual(ok(CATALOGUE));
  expect(answer).toHaveLength(1);
});

it('asks again after a refusal', async () => {
  const first = knowledge.catalogue();
  answer[0]?.(err(askFault('SERVER_AWAY', 'no answer')));
  expect((await first).ok).toBe(false);
  const second = knowledge.catalogue();
  answer[1]?.(ok(CATALOGUE));
  expect((await second).ok).toBe(true);
});

it('asks a server that knows neither themes nor public information for the plain catalogue', async () => {
  const asked = knowledge.catalogue();
  answer[0]?.(err(askFault('BAD_REQUEST', 'not valid: (body)')));
  await expect.poll(() => answer.length).toBe(2);
  answer[1]?.(ok(CATALOGUE));
  expect(await asked).toEqual(ok(CATALOGUE));
});
