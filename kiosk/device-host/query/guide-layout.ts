import type { TicketLayout } from '@hall/hardware/codec/escpos-layout';
import type { Catalogue } from '@hall/shared/contracts/commands';
import type { Language, Text } from '@hall/shared/contracts/text';
import { localTime } from '@hall/shared/contracts/time';

type Line = TicketLayout['lines'][number];
type Item = Catalogue['items'][number];

/** 80 mm paper: 72 mm printable at 8 dots a millimetre. */
const WIDTH_DOTS = 576;
/** Four dots a module are the least that phones read reliably from thermal paper, and fit up to 131 modules. */
const MODULE_DOTS = 4;

const FORMS: Readonly<Record<Item['materials'][number]['form'], Text>> = {
  original: { zh: '原件', en: 'original' },
  copy: { zh: '复印件', en: 'copy' },
  electronic: { zh: '电子件', en: 'electronic file' },
  shared: { zh: '系统共享，不用带', en: 'on file, not needed' },
};

/** 原件 1 份; nothing to count where nothing has to be brought. */
function formWords({ form, copies }: Item['materials'][number]): Text {
  const word = FORMS[form];
  if (form === 'shared' || copies === 0) return word;
  return { zh: `${word.zh} ${copies} 份`, en: `${word.en} × ${copies}` };
}

function limitWords({ onTheSpot, promisedDays }: Item): Text {
  if (onTheSpot) return { zh: '当场办结', en: 'done on the spot' };
  return {
    zh: `承诺 ${promisedDays} 个工作日`,
    en: promisedDays === 1 ? '1 working day promised' : `${promisedDays} working days promised`,
  };
}

function legalWords({ legalDays, onTheSpot }: Item): Text | null {
  if (onTheSpot || legalDays === 0) return null;
  return { zh: `法定 ${legalDays} 个工作日`, en: `${legalDays} by law` };
}

function feeWords({ feeYuan }: Item): Text {
  return feeYuan === 0 ? { zh: '免费', en: 'free' } : { zh: `${feeYuan} 元`, en: `¥${feeYuan}` };
}

export interface GuideContext {
  readonly hall: Text;
  readonly zone: { readonly name: Text; readonly place: Text } | null;
  readonly address: Text | null;
  readonly phone: string | null;
  readonly timeZone: string;
  readonly demo: boolean;
  /** When it is printed, ms. */
  readonly at: number;
}

/**
 * [I4] What the code of a one-time list holds: the list itself as plain text, so that a phone shows it without any
 * network. Never a link: the hall has no page that a phone outside of its network could open for sure.
 */
export function guideText(item: Item, context: GuideContext, language: Language): string {
  const zh = language === 'zh';
  const say = (text: Text): string => text[language];
  const line = (label: Text, value: string): string => `${say(label)}${zh ? '：' : ': '}${value}`;
  const legal = legalWords(item);
  const limit = say(limitWords(item)) + (legal === null ? '' : zh ? `（${legal.zh}）` : ` (${legal.en})`);
  return [
    say(item.name),
    line({ zh: '部门', en: 'Department' }, say(item.department)),
    line({ zh: '要带的材料', en: 'What to bring' }, ''),
    ...item.materials.map((one, i) => `${i + 1}. ${say(one.name)} (${say(formWords(one))})`),
    line({ zh: '时限', en: 'Time' }, limit),
    line({ zh: '费用', en: 'Fee' }, say(feeWords(item))),
    ...(context.zone
      ? [line({ zh: '地点', en: 'Where' }, `${say(context.zone.place)} ${say(context.zone.name)}`)]
      : []),
    ...(context.phone ? [line({ zh: '电话', en: 'Phone' }, context.phone)] : []),
    `${say(context.hall)} ${localTime(context.at, context.timeZone).day}`,
  ].join('\n');
}

/** [I3] 一次性告知单: all that has to be brought, paid and waited for, on the paper of a ticket. Chinese and English. */
export function guideLayout(item: Item, context: GuideContext): TicketLayout {
  const { day, clock } = localTime(context.at, context.timeZone);
  const legal = legalWords(item);
  const lines: Line[] = [
    centered(context.hall.zh, 2),
    centered(context.hall.en),
    ...(context.demo ? [centered('演示 DEMO', 2)] : []),
    { kind: 'rule' },
    centered('一次性告知单', 2),
    centered('What you need, in one list'),
    { kind: 'rule' },
    { kind: 'text', text: item.name.zh, size: { w: 2, h: 2 }, bold: true },
    { kind: 'text', text: item.name.en },
    { kind: 'text', text: `${item.department.zh} · ${item.department.en}` },
    { kind: 'rule' },
    { kind: 'text', text: '要带的材料 What to bring', bold: true },
    ...item.materials.flatMap((one, i): Line[] => {
      const words = formWords(one);
      return [
        { kind: 'text', text: `${i + 1}. ${one.name.zh}（${words.zh}）`, bold: true },
        { kind: 'text', text: `   ${one.name.en} (${words.en})` },
      ];
    }),
    { kind: 'rule' },
    { kind: 'text', text: '怎么办 How it goes', bold: true },
    ...item.steps.flatMap((step, i): Line[] => [
      { kind: 'text', text: `${i + 1}. ${step.zh}` },
      { kind: 'text', text: `   ${step.en}` },
    ]),
    { kind: 'rule' },
    ...fact('办理时限', limitWords(item)),
    ...(legal === null ? [] : fact('法定时限', legal)),
    ...fact('费用', feeWords(item)),
    ...(context.zone
      ? fact('办理地点', {
          zh: `${context.zone.place.zh} ${context.zone.name.zh}`,
          en: `${context.zone.place.en}, ${context.zone.name.en}`,
        })
      : []),
    ...(context.address ? fact('地址', context.address) : []),
    ...(context.phone
      ? [{ kind: 'columns', left: '电话 Phone', right: context.phone, bold: true } as const]
      : []),
    { kind: 'rule' },
    {
      kind: 'qr',
      data: guideText(item, context, 'zh'),
      moduleSize: MODULE_DOTS,
      level: 'L',
      align: 'center',
    },
    centered('扫码存到手机，不用联网'),
    centered('Scan to keep it on your phone, no network needed'),
    { kind: 'rule' },
    { kind: 'columns', left: '打印时间', right: `${day} ${clock}` },
    { kind: 'text', text: '材料以此单为准，窗口不得另要材料。不是号票。' },
    { kind: 'text', text: 'No window may ask for more than this list. This is not a ticket.' },
  ];
  return { widthDots: WIDTH_DOTS, lines };
}

function centered(text: string, scale: 1 | 2 = 1): Line {
  return {
    kind: 'text',
    text,
    align: 'center',
    ...(scale === 2 ? { size: { w: 2, h: 2 }, bold: true } : {}),
  };
}

function fact(label: string, value: Text): Line[] {
  return [
    { kind: 'columns', left: label, right: value.zh, bold: true },
    { kind: 'text', text: value.en, align: 'right' },
  ];
}
