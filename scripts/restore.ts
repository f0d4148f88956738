import path from 'node:path';
import { parseArgs } from 'node:util';
import { readIdentity } from '@hall/queue-server/hall/maintenance/identity';
import { restoreKeys } from '@hall/queue-server/hall/maintenance/keys';
import { restoreHall } from '@hall/queue-server/hall/maintenance/restore';
import { DATA, dataFolders, readCount, readNumbers, stopWith } from './launch/maintenance.ts';

const HELP = `npm run restore -- --from BACKUP --identity FILE --data DIR [--keys DIR]
  --last-numbers A=57,B=12   the last numbers on the wall and on papers, where somebody looked: numbering goes on
                             right behind them. Without it each queue leaves out its whole range of numbers.
  --last-case N              the last case serial of today, where somebody looked
  --restores-before N        how many restores today saw before this one, where the backup folder cannot tell
  --config FILE              another configuration than the one in the backup
  --without-person-keys      go on though no keys of persons are found: nobody in the vault can be read then
npm run restore -- keys --from keys.age --identity FILE --keys DIR    the hall's own keys, first of all`;

const { values, positionals } = readArguments();
const from = path.resolve(values.from ?? stopWith(HELP));
const identity = readIdentity(values.identity ?? stopWith(HELP));
if (!identity.ok) stopWith(identity.error);

if (positionals[0] === 'keys') {
  const done = await restoreKeys(from, identity.value, path.resolve(values.keys ?? stopWith(HELP)));
  if (!done.ok) stopWith(done.error);
  console.log(`Put back: ${done.value.names.join(', ')}.`);
} else {
  if (positionals.length > 0) stopWith(HELP);
  const { data, keys } = dataFolders(values.data, values.keys);
  console.log(
    `By the clock of this machine it is ${new Date().toString()}. Is that right? Numbers depend on the day.`,
  );
  const done = await restoreHall({
    ...{ from, identity: identity.value, data, hallKeyFile: path.join(keys, 'hall.key') },
    config: values.config ?? null,
    lastNumbers: readNumbers(values['last-numbers']),
    lastCase: readCount('last-case', values['last-case']),
    restoresBefore: readCount('restores-before', values['restores-before']),
    withoutPersonKeys: values['without-person-keys'],
    now: Date.now,
    say: (sentence) => console.log(sentence),
  });
  if (!done.ok) stopWith(`Nothing was changed. ${done.error}`);
  const { backup, epoch, kept, floors } = done.value;
  console.log(
    `Restored to ${new Date(backup.at).toISOString()}, event ${backup.seq}; the new epoch is ${epoch}.`,
  );
  console.log(
    `Today's numbers go on behind: ${Object.entries(floors)
      .map(([queue, last]) => `${queue} ${last}`)
      .join(', ')}.`,
  );
  if (kept) console.log(`What was there is in ${kept}; the hall deletes it after a week.`);
  console.log(
    'What happened after the backup is not in it: who holds a later number takes a new one at the guide desk.',
  );
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        from: { type: 'string' },
        identity: { type: 'string' },
        data: { type: 'string', default: DATA },
        keys: { type: 'string' },
        config: { type: 'string' },
        'last-numbers': { type: 'string' },
        'last-case': { type: 'string' },
        'restores-before': { type: 'string' },
        'without-person-keys': { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return stopWith(`${(error as Error).message}.\n${HELP}`);
  }
}
