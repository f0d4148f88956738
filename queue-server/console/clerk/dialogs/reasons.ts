import type { CommandBody } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { t } from '../../words/words.ts';

/** First in the list is the usual one: Enter takes it. */
export const NO_SHOW_REASONS: readonly {
  readonly id: CommandBody<'window.no-show'>['reason'];
  readonly name: Text;
}[] = [
  { id: 'absent', name: t('叫号未到', 'Did not come') },
  { id: 'left', name: t('已离开大厅', 'Left the hall') },
  { id: 'wrong-queue', name: t('取错了号', 'Wrong queue') },
];
