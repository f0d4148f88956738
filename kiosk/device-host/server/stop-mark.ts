import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, rmSync } from 'node:fs';
import path from 'node:path';

/**
 * A file that says: this host has stopped the hall and owes it a start. It outlives the host and the machine, so that
 * a hall is not left stopped because its host ended in between.
 */
export interface StopMark {
  isSet(): boolean;
  set(): void;
  clear(): void;
}

export function openStopMark(dataDir: string): StopMark {
  const file = path.join(dataDir, 'hall-stopped');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const sync = (name: string): void => {
    const handle = openSync(name, 'r');
    fsyncSync(handle);
    closeSync(handle);
  };
  return {
    isSet: () => existsSync(file),
    set() {
      closeSync(openSync(file, 'w', 0o600));
      sync(file);
      sync(dataDir);
    },
    clear() {
      rmSync(file, { force: true });
      sync(dataDir);
    },
  };
}
