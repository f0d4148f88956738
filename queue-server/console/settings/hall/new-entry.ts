import type { Text } from '@hall/shared/contracts/text';
import { t } from '../../words/words.ts';
import type { Document } from '../draft.ts';

export type Section = 'zones' | 'queues' | 'windows';

/** What a form for a new entry asks for; the rest is set by the rules afterwards. */
export interface Asked {
  readonly id: string;
  readonly name: Text;
  readonly place: Text;
  readonly prefix: string;
  readonly number: number | null;
  readonly zone: string;
  readonly department: string;
  readonly queues: readonly string[];
}

const NO_WORDS = { zh: '', en: '' };
export const NOTHING_ASKED: Asked = {
  ...{ id: '', name: NO_WORDS, place: NO_WORDS, prefix: '', number: null },
  ...{ zone: '', department: '', queues: [] },
};

const ID = /^[a-z0-9][a-z0-9-]{0,39}$/;
/** What a queue begins with: a day of a usual hall. Managers set the rest in the rules. */
const USUAL_QUEUE = { digits: 3, firstNumber: 1, lastNumber: 999, dailyQuota: 200, warnAfterMin: 30 };
const OFFICE_HOURS = [{ days: [1, 2, 3, 4, 5], from: '08:30', to: '17:30' }];

/** The entry that is added, or what is missing before it can be. */
export function newEntry(
  section: Section,
  asked: Asked,
  document: Document,
):
  | { readonly entry: Readonly<Record<string, unknown>> & { readonly id: string } }
  | { readonly missing: Text } {
  const { number, zone, department, prefix, queues, name, place } = asked;
  const list = (document[section] ?? []) as readonly { readonly id: string }[];
  const id = section === 'windows' ? `w${number ?? ''}` : asked.id.trim();
  if (section === 'windows' && number === null)
    return { missing: t('请填写窗口编号。', 'Please give the window a number.') };
  if (section !== 'windows' && !ID.test(id)) {
    return {
      missing: t(
        '代号用小写字母、数字和连字符，保存后不能改。',
        'Ids: lower-case letters, digits and hyphens; they cannot be changed later.',
      ),
    };
  }
  if (list.some((entry) => entry.id === id)) {
    return { missing: t(`“${id}”已经有了，请换一个。`, `"${id}" is there already: please choose another.`) };
  }
  if (section !== 'windows' && (name.zh.trim() === '' || name.en.trim() === '')) {
    return { missing: t('请填写中英文名称。', 'Please give it a name in both languages.') };
  }
  if (section === 'zones') {
    return place.zh.trim() === '' || place.en.trim() === ''
      ? { missing: t('请用中英文填写位置。', 'Please say where it is, in both languages.') }
      : { entry: { id, name, place } };
  }
  if (zone === '') return { missing: t('请选择功能区。', 'Please choose a zone.') };
  if (section === 'windows') {
    return queues.length === 0
      ? { missing: t('请至少选一个队列。', 'Please choose at least one queue.') }
      : { entry: { id, number, zone, queues, secondary: [] } };
  }
  if (department === '') return { missing: t('请选择部门。', 'Please choose a department.') };
  if (!/^[A-Z]{1,2}$/.test(prefix)) {
    return { missing: t('字母为一到两个大写字母。', 'Letters: one or two capitals.') };
  }
  const [sibling] = (document['queues'] ?? []) as readonly { readonly hours?: unknown }[];
  return {
    entry: {
      ...{ id, name, zone, department, prefix, ...USUAL_QUEUE },
      ...{ hours: sibling?.hours ?? OFFICE_HOURS, extended: [], slots: [], bookings: [], realName: true },
    },
  };
}

/** The first letter that no queue bears. */
export function freePrefix(document: Document): string {
  const taken = new Set(((document['queues'] ?? []) as readonly { prefix?: string }[]).map((q) => q.prefix));
  return [...'ABCDEFGHJKLMNPQRSTUVWXYZ'].find((letter) => !taken.has(letter)) ?? '';
}
