import type { SettingsReason, SettingsVersion } from '@hall/shared/contracts/settings';
import type { Text } from '@hall/shared/contracts/text';
import { t } from '../words/words.ts';

export const REASON_WORDS: Readonly<Record<SettingsReason, Text>> = {
  routine: t('日常调整', 'Routine'),
  staffing: t('人员安排', 'Staffing'),
  crowd: t('人流变化', 'Crowd'),
  holiday: t('节假日', 'Holiday'),
  regulation: t('政策规定', 'Regulation'),
  trial: t('试行', 'Trial'),
  correction: t('更正', 'Correction'),
  other: t('其他', 'Other'),
};

export const ORIGIN_WORDS: Readonly<Record<SettingsVersion['origin'], Text>> = {
  file: t('配置文件', 'From the file'),
  editor: t('编辑', 'Edited'),
  'roll-back': t('恢复', 'Rolled back'),
  cancel: t('撤回计划', 'Plan taken back'),
  carried: t('计划顺延', 'Plan carried on'),
  assignment: t('现场调度', 'From the live hall'),
};

export const STATE_WORDS: Readonly<Record<SettingsVersion['state'], Text>> = {
  'in-force': t('生效中', 'In force'),
  scheduled: t('待生效', 'To come'),
  past: t('以前', 'Before'),
  cancelled: t('已撤回', 'Taken back'),
  superseded: t('未曾生效', 'Never came'),
  unsound: t('无法使用', 'Unusable'),
};
