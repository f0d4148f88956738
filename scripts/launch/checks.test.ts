import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFolder, checkPorts, patiently } from './checks.ts';
import { HallChild } from './child.ts';
import { portsFrom, readStartOptions } from './options.ts';
import { clearReadyFile } from './ready-file.ts';

describe('what npm start says before it starts anything', () => {
  it('names a folder that cannot be made or written, and the way out', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'yichuang-checks-'));
    writeFileSync(path.join(folder, 'file'), '');
    expect(checkFolder(path.join(folder, 'new', 'deep'))).toBeNull();
    expect(checkFolder(path.join(folder, 'file', 'below'))).toMatch(/cannot be written .*--data FOLDER/);
    expect(checkFolder('/proc/yichuang')).toMatch(/cannot be written .*--data FOLDER/);
    rmSync(folder, { recursive: true });
  });

  it('names a busy port, and the way out', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    expect(await checkPorts({ ...portsFrom(1), hall: port } as never)).toMatch(
      /Port \d+ is taken .*--port N --data FOLDER\.$/,
    );
    server.close();
  });

  it('waits for what a killed launcher left, and only for that', async () => {
    let looks = 0;
    const ending = async () => (++looks < 3 ? 'Still there.' : null);
    expect(await patiently(false, ending)).toBe('Still there.');
    expect(await patiently(true, ending)).toBeNull();
    expect(looks).toBe(3);
  });

  it('names a ready file that cannot be written, and removes that of an earlier run', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'yichuang-ready-'));
    mkdirSync(path.join(folder, 'taken'));
    for (const name of ['missing/ready.json', 'taken']) {
      expect(clearReadyFile(path.join(folder, name))).toMatch(/cannot be written .*--ready-file FILE\.$/);
    }
    rmSync(path.join(folder, 'taken'), { recursive: true });
    writeFileSync(path.join(folder, 'ready.json'), '{}');
    expect(clearReadyFile(path.join(folder, 'ready.json'))).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  it.each([[['--port', '99999']], [['--crowd', 'many']], [['--demo-hours', 'never']], [['--bogus']]])(
    'refuses %j with a sentence',
    (argv) => {
      expect(() => readStartOptions(argv)).toThrow(/\.$/);
    },
  );
});

it('a process that was told to stop is not started any more', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'yichuang-child-'));
  const child = new HallChild({
    ...{ name: 'none', script: path.join(folder, 'none.ts'), args: [] },
    ...{ readyFile: path.join(folder, 'none.json'), logFolder: path.join(folder, 'logs') },
  });
  await child.stop();
  await expect(child.start()).rejects.toThrow(/is not started/);
  expect(existsSync(path.join(folder, 'logs'))).toBe(false);
  rmSync(folder, { recursive: true });
});
