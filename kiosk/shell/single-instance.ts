import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * One window for each page of this user: two would serve two people with one session. Resolves to what lets it go
 * again, or to null where another process has it. Linux forgets the name with the process, however it ends.
 */
export async function onlyInstance(url: string): Promise<(() => void) | null> {
  const name = `yichuang-kiosk-${process.getuid?.() ?? 'user'}-${new URL(url).port}`;
  const address = process.platform === 'linux' ? `\0${name}` : path.join(tmpdir(), `${name}.sock`);
  const holder = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    holder.once('error', (problem: NodeJS.ErrnoException) =>
      problem.code === 'EADDRINUSE' ? resolve(null) : reject(problem),
    );
    holder.listen(address, () => {
      holder.unref();
      resolve(() => void holder.close());
    });
  });
}
