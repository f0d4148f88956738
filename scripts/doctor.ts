import { examine } from './doctor/examine.ts';
import { type Places, readPlaces } from './doctor/places.ts';
import { EXIT_CODES, printed, stateOf } from './doctor/print.ts';

/** `npm run doctor`: looks at this machine and its hall, says what to do; exit code 0, 1 or 2 (see print.ts). */

let places: Places;
try {
  places = readPlaces(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exit(EXIT_CODES.trouble);
}
const sections = await examine(places);
const state = stateOf(sections);
if (places.json) console.log(JSON.stringify({ state, sections }, null, 1));
else console.log(printed(sections, places.language));
process.exitCode = EXIT_CODES[state];
