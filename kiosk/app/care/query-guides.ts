import type { Text } from '@hall/shared/contracts/text';
import { type HostState, whyNoCard } from '../session/availability.ts';
import type { QueryStep } from '../session/query.ts';
import { F } from '../words/finding.ts';
import { Q } from '../words/query.ts';

const t = (zh: string, en: string): Text => ({ zh, en });
const CHOOSE = t('请按要查的一项。', 'Touch what you want to know.');

/** What is said on the screens of questions. Never a name, a number of a person, or what was typed. */
export const QUERY_GUIDES = {
  query: ({ view }: QueryStep, { host }: { host: HostState }): readonly Text[] => {
    switch (view.page) {
      case 'home':
        return [Q.queryTitle, CHOOSE];
      case 'progress':
        return view.answer !== null && view.answer.cases.length > 0
          ? [t('查到了，请看屏幕。', 'Found. Please look at the screen.')]
          : [
              Q.progressTitle,
              host.online ? (view.trouble ?? (whyNoCard(host) ? Q.byReceipt : Q.byCard)) : Q.progressAway,
            ];
      case 'guides':
        return [Q.guidesTitle];
      case 'list':
        return [
          Q.listTitle,
          t('可以打印，也可以用手机扫码。', 'You can print it, or scan the code with a phone.'),
        ];
      case 'questions':
        return [Q.questionsTitle, view.typing ? F.searchStart : CHOOSE];
      case 'windows':
        return [Q.windowsTitle, t('按一个窗口，看怎么走。', 'Touch a window to see the way.')];
      case 'map':
        return view.to === null ? [Q.whereTo] : [Q.howTo, Q.followLine];
      case 'ratings':
        return [Q.ratingsTitle];
      case 'hours':
        return [Q.hoursTitle];
      case 'notices':
        return [Q.noticesTitle, CHOOSE];
      default:
        return [t('请看屏幕上的文字。', 'Please read the text on the screen.')];
    }
  },
} as const;
