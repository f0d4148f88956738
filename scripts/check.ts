import { checkImports } from './checks/imports.ts';
import { say, sources } from './checks/sources.ts';
import { leftOvers, tooLong } from './checks/texts.ts';
import { runBiome, runTsc } from './checks/tools.ts';

/** `npm run check`: types, lint, format and import directions, without the tests. */

let failed = false;
const report = (name: string, ok: boolean, output: string) => {
  console.log(`${ok ? 'ok    ' : 'FAILED'}  ${name}`);
  if (!ok) console.error(output);
  failed ||= !ok;
};

const code = sources(['ts', 'tsx', 'mts', 'js', 'mjs']);
for (const [name, violations] of [
  ['import directions', checkImports()],
  ['file lengths', tooLong(code)],
  ['left-overs', leftOvers(code)],
] as const) {
  report(name, violations.length === 0, violations.map(say).join('\n'));
}
const biome = runBiome();
report('lint and format (biome)', biome.ok, biome.output);
const types = runTsc();
report('types (tsc)', types.ok, types.output);
process.exit(failed ? 1 : 0);
