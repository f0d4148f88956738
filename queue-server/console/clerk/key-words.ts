import type { Text } from '@hall/shared/contracts/text';
import { t } from '../words/words.ts';
import type { KeyAction } from './keyboard.ts';

export const SPACE = t('空格', 'Space');

interface KeyHelp {
  readonly action: KeyAction;
  /** As it stands on the key. */
  readonly key: Text;
  readonly says: Text;
}

const key = (action: KeyAction, letter: string, zh: string, en: string): KeyHelp => ({
  action,
  key: t(letter, letter),
  says: t(zh, en),
});

/** Every key with its name, in the order of a turn. */
export const KEY_HELP: readonly KeyHelp[] = [
  { action: 'primary', key: SPACE, says: t('呼叫 · 开始 · 完成', 'Call · start · finish') },
  key('recall', 'R', '重呼', 'Recall'),
  key('no-show', 'N', '过号', 'No-show'),
  key('park', 'K', '挂起', 'Park'),
  key('transfer', 'T', '转移', 'Transfer'),
  key('end-and-call', 'C', '结束并叫下一位', 'End and call next'),
  key('serve', 'W', '无号办理', 'Serve without a number'),
  key('note', 'M', '备注', 'Note'),
  key('pause', 'P', '暂停', 'Pause'),
  key('undo', 'Ctrl+Z', '撤销上一步', 'Undo the last step'),
  key(
    'list',
    'L',
    '到等候名单（↑ ↓ 选择，回车指定呼叫）',
    'To the waiting list (↑ ↓, Enter calls out of turn)',
  ),
  key('back', 'B', '到挂起名单（回车回呼）', 'To the parked (Enter calls back)'),
  key('passed', 'A', '到过号名单（回车重排）', 'To the passed (Enter re-queues)'),
  key('paper', 'D', '呼叫纸号', 'Call a paper number'),
  key('leave', 'Q', '离开窗口', 'Leave the window'),
  key('help', '?', '按键说明', 'This help'),
];

export const keyOf = (action: KeyAction): Text =>
  KEY_HELP.find((entry) => entry.action === action)?.key ?? t(' ', ' ');
