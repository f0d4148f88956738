import type { Text } from '@hall/shared/contracts/text';

const t = (zh: string, en: string): Text => ({ zh, en });

/** What a screen says while somebody looks after it from afar. */
export const SUPPORT = {
  looks: t(
    '维护人员正在查看本机画面，看不到您的个人信息。',
    'Support is looking at this screen. Nothing personal of yours can be seen.',
  ),
} as const satisfies Record<string, Text>;
