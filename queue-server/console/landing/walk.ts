import type { DemoSurfaces } from '@hall/shared/contracts/feed';
import type { Text } from '@hall/shared/contracts/text';
import { t } from '../words/words.ts';

export interface Step {
  readonly does: Text;
  readonly open: Text;
  readonly url: string;
}

/** A visit from the door to the rating in six steps, each with the page it happens on. */
export function walkOf(surfaces: DemoSurfaces): Step[] {
  return [
    {
      does: t(
        '把样老伯的身份证放到设备坞的读卡器上。',
        "Lay the card of 样老伯, over 70, on the dock's reader.",
      ),
      open: t('设备台', 'Device dock'),
      url: surfaces.dock,
    },
    {
      does: t(
        '在取号机选一个事项，看号票从打印机里出来。',
        'Choose a service at the kiosk, and see the ticket leave the printer.',
      ),
      open: t('取号机', 'Kiosk'),
      url: surfaces.kiosk,
    },
    {
      does: t(
        '用演示账号登录窗口，按空格键叫号。',
        'Log in at a window with a demo account and press Space to call.',
      ),
      open: t('窗口工作台', 'Clerk console'),
      url: surfaces.console,
    },
    {
      does: t('看大屏显示号码，听语音念两遍。', 'See the number on the wall and hear it spoken twice.'),
      open: t('大屏', 'Hall wall'),
      url: surfaces.wall,
    },
    {
      does: t(
        '再按两次空格：开始、完成。评价器请他评价。',
        'Space twice more: start, finish. The pad asks for a rating.',
      ),
      open: t('评价器', 'Pad'),
      url: surfaces.pads[0]?.url ?? surfaces.console,
    },
    {
      does: t(
        '在大厅管理里查这个号，看它的全部经过。',
        'Find that number on the manager page and read its whole story.',
      ),
      open: t('大厅管理', 'Manager'),
      url: surfaces.manager,
    },
  ];
}
