import type { CommandBody } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { t } from '../words/words.ts';

interface Reason<Id extends string> {
  readonly id: Id;
  readonly name: Text;
}

/** First in each list is the usual one: Enter takes it. */
export const NO_SHOW_REASONS: readonly Reason<CommandBody<'window.no-show'>['reason']>[] = [
  { id: 'absent', name: t('叫号未到', 'Did not come') },
  { id: 'left', name: t('已离开大厅', 'Left the hall') },
  { id: 'wrong-queue', name: t('取错了号', 'Wrong queue') },
];

export const PAUSE_REASONS: readonly Reason<CommandBody<'window.pause'>['reason']>[] = [
  { id: 'break', name: t('短暂离开', 'Short break') },
  { id: 'meal', name: t('用餐', 'Meal') },
  { id: 'meeting', name: t('会议', 'Meeting') },
  { id: 'filing', name: t('整理材料', 'Filing papers') },
];
