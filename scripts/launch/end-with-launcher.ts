import { isMainThread } from 'node:worker_threads';

/**
 * Preloaded into each process that a launcher starts: when the launcher is gone, killed or not, the process ends in
 * order, by its own way for SIGTERM. Started by hand it has no channel to anybody, and goes on.
 */

/** As long as a launcher waits; nobody is left to end what hangs. */
const STOP_WITHIN_MS = 6_000;

if (isMainThread && process.connected) {
  process.once('disconnect', () => {
    // Nobody reads the last words, and a broken pipe must not cut the orderly end short.
    process.stderr.on('error', () => {});
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), STOP_WITHIN_MS).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  // Waiting for it keeps no process alive.
  process.channel?.unref();
}
