import { execFile } from 'node:child_process';

/**
 * What a process tells systemd (sd_notify(3)), by its own program: Node has no datagrams on UNIX sockets. The
 * unit needs NotifyAccess=all for it. Without systemd nothing happens.
 */
export function tellSystemd(words: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<void> {
  if (!env['NOTIFY_SOCKET']) return Promise.resolve();
  return new Promise((resolve) => {
    execFile('systemd-notify', [...words], { env }, () => resolve());
  });
}

/** How often a watched unit has to say that it lives, ms; null where nobody watches. Half the time-out. */
export function watchdogEveryMs(env: NodeJS.ProcessEnv = process.env): number | null {
  const timeout = Number(env['WATCHDOG_USEC']);
  return Number.isFinite(timeout) && timeout > 0 ? Math.floor(timeout / 2_000) : null;
}
