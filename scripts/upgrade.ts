import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadHallConfig } from '@hall/queue-server/hall/config/load';
import { makeBackup } from '@hall/queue-server/hall/maintenance/backup';
import { rollBack } from '@hall/queue-server/hall/maintenance/roll-back';
import { upgradeHall } from '@hall/queue-server/hall/maintenance/upgrade';
import { DATA, dataFolders, stopWith, VERSION } from './launch/maintenance.ts';
import { ROOT } from './launch/options.ts';
import { buildPages } from './launch/pages.ts';

const HELP = `npm run upgrade -- --data DIR --config FILE [--keys DIR]   with the new program, on a stopped hall
  --without-backup   skip the encrypted backup that the configuration asks for
npm run upgrade -- --roll-back --data DIR --config FILE    back to the data of before; then start the old program
  --accept-loss      though events have happened since`;

const values = readArguments();
const { data, keys } = dataFolders(values.data, values.keys);
const hallKeyFile = path.join(keys, 'hall.key');
const loaded = loadHallConfig(values.config);
if (!loaded.ok) stopWith(loaded.error.message);
const config = loaded.value;
const say = (sentence: string) => console.log(sentence);

if (values['roll-back']) {
  const done = rollBack({ data, config, acceptLoss: values['accept-loss'], now: Date.now, say });
  if (!done.ok) stopWith(done.error);
  say(
    `The data are as they were before the upgrade (${done.value.eventsLost} events lost). Start the old program now.`,
  );
  say(`The newer data are in ${done.value.kept}; the hall deletes them after a week.`);
} else {
  if (config.backup && !values['without-backup']) {
    say('Making a backup …');
    const { id: hall, timeZone, backup } = config;
    const made = await makeBackup(
      { ...backup, hall, timeZone, program: VERSION, data, hallKeyFile, config: values.config, pauseMs: 0 },
      Date.now,
    );
    if (!made.ok)
      stopWith(`Nothing was changed. ${made.error.message} To go on all the same, say --without-backup.`);
    say(`Backup: ${made.value.file}.`);
  }
  const done = upgradeHall({ data, hallKeyFile, say });
  if (!done.ok) stopWith(done.error);
  // The hall's user need not be the one who may write the program's folder: the data are done all the same.
  await buildPages(say).catch((error: Error) =>
    say(
      `The pages were not built anew (${error.message}): do it as the owner of ${ROOT}, npm start builds them.`,
    ),
  );
  say(
    `The data fit program ${VERSION}. The former ones are in ${done.value.kept} for a week: --roll-back puts them back.`,
  );
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        data: { type: 'string', default: DATA },
        keys: { type: 'string' },
        config: { type: 'string', default: path.join(ROOT, 'queue-server/hall/config/demo-hall.yaml') },
        'roll-back': { type: 'boolean', default: false },
        'accept-loss': { type: 'boolean', default: false },
        'without-backup': { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return stopWith(`${(error as Error).message}.\n${HELP}`);
  }
}
