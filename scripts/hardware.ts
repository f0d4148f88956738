import { systemClock } from '@hall/hardware/clock';
import { runHardware } from './hardware/command.ts';

/** `npm run hardware -- list | probe | test PORT PROFILE | simulate …`; exit code 0: all is well, 1: something is wrong. */

const args = process.argv.slice(2);
if (args[0] === 'simulate') {
  const { runSimulators } = await import('@hall/hardware/simulators/command');
  await runSimulators(['--all', ...args.slice(1)]);
} else {
  const code = await runHardware(args, {
    clock: systemClock,
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
    // A quiet port takes ten seconds; a script that gathers stderr need not read it.
    ...(process.stderr.isTTY ? { progress: (text) => process.stderr.write(`${text}\n`) } : {}),
  });
  // A driver's closing line or an answer that comes too late must not keep a technician waiting.
  process.exit(code);
}
