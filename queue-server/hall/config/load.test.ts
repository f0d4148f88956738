import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadHallConfig, parseHallConfig } from './load.ts';
import type { ConfigProblem } from './problem.ts';

const DEMO = fileURLToPath(new URL('demo-hall.yaml', import.meta.url));
const DEMO_TEXT = readFileSync(DEMO, 'utf8');

/** The demo hall with one passage changed; the passage must be there exactly once or the test means nothing. */
function changed(...changes: [from: string, to: string][]): string {
  let text = DEMO_TEXT;
  for (const [from, to] of changes) {
    expect(text.split(from)).toHaveLength(2);
    text = text.replace(from, () => to);
  }
  return text;
}

function lineWith(text: string, words: string): number {
  return text.split('\n').findIndex((line) => line.includes(words)) + 1;
}

function problemsOf(text: string, code = 'CONFIG_INVALID'): readonly ConfigProblem[] {
  const result = parseHallConfig(text, 'hall.yaml');
  if (result.ok) throw new Error('the configuration was taken');
  expect(result.error.code).toBe(code);
  const problems = result.error.details?.problems as ConfigProblem[];
  expect(result.error.message.split('\n')).toHaveLength(problems.length);
  return problems;
}

test('the demo hall is valid and as large as a county hall', () => {
  const result = loadHallConfig(DEMO);
  if (!result.ok) throw new Error(result.error.message);
  const hall = result.value;
  expect(hall.zones.map((zone) => zone.name.zh)).toEqual([
    '商事登记',
    '投资项目联办',
    '不动产登记',
    '纳税服务',
    '人社保险',
    '社会事务',
    '咨询指导',
    '出证',
  ]);
  expect(hall.windows.map((window) => window.id)).toEqual(Array.from({ length: 40 }, (_, i) => `w${i + 1}`));
  expect(hall.queues).toHaveLength(14);
  expect(hall.departments).toHaveLength(20);
  expect(hall.items.length).toBeGreaterThanOrEqual(64);
  expect(new Set(hall.items.map((item) => item.department)).size).toBe(20);
  expect(new Set(hall.items.flatMap((item) => item.themes))).toEqual(
    new Set(hall.themes.map((theme) => theme.id)),
  );
  expect(hall.items.filter((item) => item.certificate).map((item) => item.id)).toEqual([
    'insurance-certificate',
  ]);
  expect(hall.staff.filter((member) => member.roles.includes('clerk'))).toHaveLength(30);
});

test('every queue of the demo hall has a window, every zone a board and loudspeakers, every window a screen and a pad', () => {
  const result = loadHallConfig(DEMO);
  if (!result.ok) throw new Error(result.error.message);
  const hall = result.value;
  const served = new Set(hall.windows.flatMap((window) => window.queues));
  expect(hall.queues.map((queue) => queue.id).filter((queue) => !served.has(queue))).toEqual([]);
  // A person who waits in a zone must be called in that zone: its boards and loudspeakers say the number.
  for (const window of hall.windows) {
    for (const id of window.queues) {
      expect(hall.queues.find((queue) => queue.id === id)?.zone).toBe(window.zone);
    }
  }
  const devices = new Map(hall.devices.map((device) => [device.id, device]));
  for (const zone of hall.zones) {
    expect(devices.get(`board-${zone.id}`)?.zone).toBe(zone.id);
    expect(devices.get(`sound-${zone.id}`)?.zone).toBe(zone.id);
  }
  for (const window of hall.windows) {
    expect(devices.get(`screen-${window.id}`)?.windows).toEqual([window.id]);
    expect(devices.get(`pad-${window.id}`)?.windows).toEqual([window.id]);
  }
});

test('a prefix used twice is named with file, line, path and reason', () => {
  const text = changed(['    prefix: B\n', '    prefix: A\n']);
  const line = text.split('\n').lastIndexOf('    prefix: A') + 1;
  const result = parseHallConfig(text, 'hall.yaml');
  expect(result.ok ? '' : result.error.message).toBe(
    `hall.yaml:${line}: queues[1].prefix: "A" is used twice`,
  );
});

test('a window in an unknown zone', () => {
  const text = changed(['{ id: w3, number: 3, zone: business', '{ id: w3, number: 3, zone: bussiness']);
  expect(problemsOf(text)).toEqual([
    {
      file: 'hall.yaml',
      line: lineWith(text, 'bussiness'),
      path: 'windows[2].zone',
      reason: 'there is no zone "bussiness"',
    },
  ]);
});

test('a credit code with a wrong check character', () => {
  const text = changed(['creditCode: "11339927477049645B"', 'creditCode: "11339927477049645C"']);
  const problems = problemsOf(text);
  expect(problems[0]).toEqual({
    file: 'hall.yaml',
    line: lineWith(text, '11339927477049645C'),
    path: 'departments[1].creditCode',
    reason: 'the check character of the credit code does not fit',
  });
  // The codes of its items begin with the right one, so each of them is reported too.
  expect(problems.slice(1).every((problem) => problem.path.endsWith('.code'))).toBe(true);
});

test.each(['等', '其他', '相关'])('a vague word (%s) in a list of materials', (word) => {
  const text = changed(['zh: 公司章程,', `zh: 公司章程${word},`]);
  const [problem, ...rest] = problemsOf(text);
  expect(rest).toEqual([]);
  expect(problem?.path).toMatch(/^items\[0\]\.materials/);
  expect(problem?.reason).toBe('vague words (等, 其他, 相关) are not allowed in a list of materials');
  const line = lineWith(text, `公司章程${word}`);
  expect(problem?.line).toBeGreaterThan(line - 5);
  expect(problem?.line).toBeLessThanOrEqual(line);
});

test('a time that no clock shows, and a queue that closes before it opens', () => {
  const wrong = DEMO_TEXT.replace('to: "17:30"', 'to: "25:30"');
  expect(problemsOf(wrong)).toEqual([
    {
      file: 'hall.yaml',
      line: lineWith(wrong, '"25:30"'),
      path: 'queues[0].hours[0].to',
      reason: 'a time is written HH:MM, but "25:30" is there',
    },
  ]);
  const backwards = DEMO_TEXT.replace('from: "08:30", to: "17:30"', 'from: "17:30", to: "08:30"');
  expect(problemsOf(backwards).map((problem) => [problem.path, problem.reason])).toEqual([
    ['queues[0].hours[0]', 'closes before it opens'],
  ]);
});

test('a key that nobody knows does not hide the problems behind it; all come at once in the order of the file', () => {
  const text = changed(
    ['  lockSeconds: 10', '  lockSecond: 10'],
    ['    prefix: B\n', '    prefix: A\n'],
    ['showClerk: true', 'showClerk: true\ncolour: red'],
  ).replace('    promisedDays: 1\n', '    promisedDays: 99\n');
  const problems = problemsOf(text);
  expect(problems.map((problem) => [problem.line, problem.path, problem.reason])).toEqual([
    [lineWith(text, 'calling:'), 'calling.lockSeconds', 'is missing'],
    [lineWith(text, 'lockSecond:'), 'calling.lockSecond', 'is a key that nobody knows'],
    [lineWith(text, 'colour: red'), 'colour', 'is a key that nobody knows'],
  ]);
  const mended = problemsOf(text.replace('  lockSecond: 10', '  lockSeconds: 10'));
  expect(mended.map((problem) => [problem.path, problem.reason])).toEqual([
    ['colour', 'is a key that nobody knows'],
    ['queues[1].prefix', '"A" is used twice'],
    ['items[0].promisedDays', 'is longer than the legal limit'],
  ]);
});

test('a member of staff with the name of the server or of a device is refused, and so is such a device', () => {
  const text = changed(['username: clerk01', 'username: hall'], ['username: clerk02', 'username: kiosk-1']);
  const reason = 'is the name of a device, or one that the server itself uses';
  expect(problemsOf(text).map((problem) => problem.reason)).toEqual([reason, reason]);
  const device = problemsOf(changed(['{ id: kiosk-1, ', '{ id: sync, ']));
  expect(device.map((problem) => problem.reason)).toEqual(['is a name that the server itself uses']);
});

test('values of the wrong kind are said in words', () => {
  const text = changed(
    ['  recallLimit: 5', '  recallLimit: five'],
    ['  commentMax: 150', '  commentMax: 1500'],
    ['showClerk: true', 'showClerk: "yes"'],
    ['    prefix: C\n', '    prefix: c\n'],
    ['timeZone: Asia/Shanghai', 'timeZone: Asia/Qingxi'],
    ['id: kiosk-1, kind: kiosk,', 'id: kiosk-1, kind: robot,'],
  );
  expect(problemsOf(text).map((problem) => `${problem.path}: ${problem.reason}`)).toEqual([
    'timeZone: not a known time zone',
    'calling.recallLimit: must be a number, but "five" is there',
    'rating.commentMax: must be 500 or less',
    'showClerk: must be true or false, but "yes" is there',
    'queues[2].prefix: must be one or two capital letters A to Z, but "c" is there',
    'devices[0].kind: must be one of kiosk, window-host, server-host, wall, board, window-screen, pad, sound, but "robot" is there',
  ]);
});

test('YAML that cannot be read: every place, in plain words', () => {
  const text = `${changed(['zones:\n', 'zones: [\n'])}`;
  const problems = problemsOf(text, 'CONFIG_SYNTAX');
  expect(problems[0]?.line).toBeGreaterThanOrEqual(lineWith(text, 'zones: ['));
  expect(problems.every((problem) => problem.reason.startsWith('not valid YAML: '))).toBe(true);

  const twice = changed(['showClerk: true', 'showClerk: true\nshowClerk: false']);
  expect(problemsOf(twice, 'CONFIG_SYNTAX')).toEqual([
    {
      file: 'hall.yaml',
      line: lineWith(twice, 'showClerk: false'),
      path: '',
      reason: 'not valid YAML: Map keys must be unique',
    },
  ]);
});

test('aliases: lines are found through them, and one without an anchor is a mistake', () => {
  const aliased = changed(
    [
      '    hours: [{ days: [1, 2, 3, 4, 5], from: "08:30", to: "17:30" }]\n    warnAfterMin: 25\n',
      '    hours: &office [{ days: [1], from: "09:00", to: "25:30" }]\n    warnAfterMin: 25\n',
    ],
    [
      '    hours: [{ days: [1, 2, 3, 4, 5], from: "08:30", to: "17:30" }]\n    warnAfterMin: 20\n',
      '    hours: *office\n    warnAfterMin: 20\n',
    ],
  );
  const line = lineWith(aliased, '&office');
  expect(problemsOf(aliased).map((problem) => problem.line)).toEqual([line, line]);
  expect(problemsOf(changed(['id: qingxi', 'id: *nowhere']), 'CONFIG_SYNTAX')).toHaveLength(1);
});

test('an empty file and a missing file', () => {
  expect(problemsOf('')).toEqual([
    {
      file: 'hall.yaml',
      line: 1,
      path: '',
      reason: 'must be a set of keys and values, but nothing is there',
    },
  ]);
  const folder = mkdtempSync(path.join(tmpdir(), 'hall-config-'));
  const missing = loadHallConfig(path.join(folder, 'no.yaml'));
  expect(missing.ok ? '' : missing.error.code).toBe('CONFIG_READ');
  expect(missing.ok ? '' : missing.error.message).toMatch(/no\.yaml: there is no such file$/);
  const broken = path.join(folder, 'broken.yaml');
  writeFileSync(broken, 'version: 2\n');
  const result = loadHallConfig(broken);
  expect(result.ok ? '' : result.error.message).toContain(`${broken}:1: version: must be 1, but 2 is there`);
});
