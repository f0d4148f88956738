import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFolder, checkPorts } from './checks.ts';
import { portsFrom, readStartOptions } from './options.ts';

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
      /Port \d+ is taken .*--port N/,
    );
    server.close();
  });

  it.each([[['--port', '99999']], [['--crowd', 'many']], [['--demo-hours', 'never']], [['--bogus']]])(
    'refuses %j with a sentence',
    (argv) => {
      expect(() => readStartOptions(argv)).toThrow(/\.$/);
    },
  );
});
