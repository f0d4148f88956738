import { t } from '../../words/words.ts';

/** Monday first, as the settings count them from 1. */
export const WEEKDAYS = [
  t('一', 'Mon'),
  t('二', 'Tue'),
  t('三', 'Wed'),
  t('四', 'Thu'),
  t('五', 'Fri'),
  t('六', 'Sat'),
  t('日', 'Sun'),
] as const;
