import { runSimulators } from './command.ts';

await runSimulators(process.argv.slice(2));
