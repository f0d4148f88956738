import { CaseProgressList, PLATFORM_PATHS } from '@hall/shared/contracts/platform';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { caseRegister, loadSampleCases } from './cases.ts';
import { CASE, type RunningPlatform, startPlatform } from './testing.ts';

const FAN = { name: '范例𬭎', idNumber: '100001198811209024' };
let platform: RunningPlatform;
beforeEach(async () => {
  platform = await startPlatform();
});
afterEach(() => platform.stop());

async function ask(body: object, token?: string | null) {
  const response = await platform.send('POST', PLATFORM_PATHS.progress, body, token);
  return { status: response.status, headers: response.headers, body: await response.json() };
}

it('[I6] tells the cases that halls have reported, by person and by receipt, masked', async () => {
  await platform.send('PUT', `/v1/cases/${CASE.caseNumber}`, CASE);
  const byPerson = await ask(FAN);
  expect(byPerson.headers.get('cache-control')).toBe('no-store');
  const { cases } = CaseProgressList.parse(byPerson.body);
  expect(cases).toMatchObject([
    { caseNumber: CASE.caseNumber, applicant: '范**', stage: 'decided', result: 'granted' },
  ]);
  for (const receipt of [CASE.caseNumber, CASE.caseNumber.slice(-12)]) {
    expect((await ask({ receipt, lastDigits: '9024' })).body).toEqual({ cases });
  }
  expect(JSON.stringify(byPerson.body)).not.toMatch(/范例|198811/);
});

it('[I6] an unknown number, wrong digits and another name are answered alike', async () => {
  await platform.send('PUT', `/v1/cases/${CASE.caseNumber}`, CASE);
  const nothing = { cases: [] };
  for (const body of [
    { receipt: CASE.caseNumber, lastDigits: '9025' },
    { receipt: '202611239999', lastDigits: '9024' },
    { ...FAN, name: '范例' },
    { ...FAN, idNumber: '100001195103089013' },
  ]) {
    expect(await ask(body)).toMatchObject({ status: 200, body: nothing });
  }
});

it('asks for the credential, refuses half a question, and logs nothing of it', async () => {
  expect((await ask(FAN, null)).status).toBe(401);
  expect((await ask({ receipt: '202611230001' })).status).toBe(400);
  await ask({ receipt: '202611230001', lastDigits: '9024' });
  // The time and the process may hold any digits.
  const logged = platform.logged.join('').replaceAll(/"(time|pid)":\d+/g, '');
  expect(logged).not.toMatch(/202611230001|9024|范例/);
});

it('a case that the hall took back is none', async () => {
  await platform.send('PUT', `/v1/cases/${CASE.caseNumber}`, { ...CASE, stage: 'withdrawn' });
  expect((await ask(FAN)).body).toEqual({ cases: [] });
});

it('the invented cases fit the contract on any day, newest first, and are under way', () => {
  for (const now of [Date.UTC(2026, 10, 22), Date.UTC(2027, 0, 1, 18)]) {
    const register = caseRegister({
      ...{ records: { newest: () => [] }, samples: loadSampleCases() },
      ...{ now: () => now, timeZone: 'Asia/Shanghai' },
    });
    const cases = register.find(FAN);
    expect(CaseProgressList.parse({ cases }).cases.map(({ stage }) => stage)).toEqual([
      ...['processing', 'special', 'posted'],
    ]);
    const [first] = cases;
    const receipt = first!.caseNumber.slice(-12);
    expect(register.find({ receipt, lastDigits: '9024' })).toEqual([first]);
  }
});
