import type { DemoSurfaces } from '@hall/shared/contracts/feed';
import type { Text } from '@hall/shared/contracts/text';
import { t } from '../words/words.ts';
import type { MiniatureName } from './miniatures.tsx';

export interface Tile {
  readonly id: MiniatureName;
  readonly name: Text;
  /** One sentence: who stands there, what it does. */
  readonly says: Text;
  readonly url: string;
  /** The same surface elsewhere in the hall. */
  readonly more: readonly { readonly label: Text; readonly url: string }[];
}

/** The addresses carry zone ids only; these are the demo hall's. */
const ZONES: Readonly<Record<string, Text>> = {
  business: t('商事登记', 'Business'),
  investment: t('投资项目', 'Investment'),
  property: t('不动产', 'Real estate'),
  tax: t('纳税', 'Tax'),
  social: t('人社保险', 'Insurance'),
  civil: t('社会事务', 'Social affairs'),
  guidance: t('咨询', 'Guidance'),
  output: t('出证', 'Papers'),
};

const windowNumber = (window: string) => window.replace(/^w/, '');

/** The surfaces of the demo in the order in which a visitor meets them. */
export function tilesOf(surfaces: DemoSurfaces): Tile[] {
  const windows = (list: DemoSurfaces['pads']) =>
    list.map(({ window, url }) => ({ label: t(windowNumber(window), windowNumber(window)), url }));
  const boards = surfaces.boards.map(({ zone, url }) => ({ label: ZONES[zone] ?? t(zone, zone), url }));
  const all: (Tile | null)[] = [
    {
      id: 'kiosk',
      name: t('取号机', 'Kiosk'),
      says: t(
        '放身份证，选事项，拿号票。断网也能出号。',
        'Lay down the card, choose, take the ticket. Issues even when cut off.',
      ),
      url: surfaces.kiosk,
      more: [],
    },
    {
      id: 'console',
      name: t('窗口工作台', 'Clerk console'),
      says: t(
        '空格键叫号、开始、完成。窄窗口也够用。',
        'Space calls, starts, finishes. Fits beside other software.',
      ),
      url: surfaces.console,
      more: [],
    },
    {
      id: 'wall',
      name: t('大厅大屏', 'Hall wall'),
      says: t('全大厅正在叫谁、去哪个窗口。', 'Who is called in the whole hall, and where to.'),
      url: surfaces.wall,
      more: [],
    },
    listed(
      'boards',
      t('分区屏', 'Zone boards'),
      t('每个功能区自己的叫号屏。', 'Each zone has a board of its own.'),
      boards,
    ),
    listed(
      'window',
      t('窗口屏', 'Window screen'),
      t('窗口上方的一行字：号码、暂停原因。', 'The line above a window: its number, or why it pauses.'),
      windows(surfaces.windowScreens),
    ),
    listed(
      'pad',
      t('评价器', 'Evaluation pad'),
      t('办完就评：五个等级，可以不评。', 'Five grades after the service, or none at all.'),
      windows(surfaces.pads),
    ),
    {
      id: 'sound',
      name: t('语音播报', 'Announcements'),
      says: t(
        '念两遍，同时有字幕。打开后请点一下。',
        'Spoken twice, with captions. Click once after opening.',
      ),
      url: surfaces.sound,
      more: [],
    },
    {
      id: 'manager',
      name: t('大厅管理', 'Manager'),
      says: t(
        '排队、窗口、设备，一张号票的全部经过。',
        'Queues, windows, devices, and the story of any ticket.',
      ),
      url: surfaces.manager,
      more: [],
    },
    {
      id: 'platform',
      name: t('政务平台', 'Central platform'),
      says: t(
        '大厅办件同步到这里。断了会补传，不重不漏。',
        'Where cases arrive: later after an outage, never twice.',
      ),
      url: surfaces.platform,
      more: [],
    },
    {
      id: 'dock',
      name: t('设备台', 'Device dock'),
      says: t(
        '模拟读卡器、打印机、显示屏。拔线、缺纸随你试。',
        'Simulated readers, printers, displays: unplug them, empty them.',
      ),
      url: surfaces.dock,
      more: [],
    },
    {
      id: 'docs',
      name: t('接口文档', 'API docs'),
      says: t('同一张命令表生成的 OpenAPI。', 'OpenAPI, generated from the one command table.'),
      url: surfaces.apiDocs,
      more: [],
    },
  ];
  return all.filter((tile) => tile !== null);
}

function listed(id: MiniatureName, name: Text, says: Text, links: Tile['more']): Tile | null {
  const first = links[0];
  return first ? { id, name, says, url: first.url, more: links.length > 1 ? links : [] } : null;
}
