import { type RuleField, t } from '@hall/shared/contracts/rule-book/rule';
import type { Text } from '@hall/shared/contracts/text';

/** What no rule is about, for the hall as a whole. */
export const HALL_FIELDS: readonly RuleField[] = [
  { path: 'name.zh', name: t('大厅名称（中文）', 'Name, Chinese'), input: { kind: 'text' } },
  { path: 'name.en', name: t('大厅名称（英文）', 'Name, English'), input: { kind: 'text' } },
  { path: 'address.zh', name: t('地址（中文）', 'Address, Chinese'), input: { kind: 'text' } },
  { path: 'address.en', name: t('地址（英文）', 'Address, English'), input: { kind: 'text' } },
  {
    path: 'opening.zh',
    name: t('开放时间说明（中文）', 'Opening in words, Chinese'),
    input: { kind: 'text' },
  },
  {
    path: 'opening.en',
    name: t('开放时间说明（英文）', 'Opening in words, English'),
    input: { kind: 'text' },
  },
  { path: 'phone', name: t('电话', 'Telephone'), input: { kind: 'text' } },
  { path: 'guideQueue', name: t('咨询队列', 'Queue of the guide desk'), input: { kind: 'queue' } },
  { path: 'showClerk', name: t('显示窗口人员姓名照片', 'Show who serves'), input: { kind: 'switch' } },
  {
    path: 'rating.timeoutSeconds',
    name: t('评价等待', 'Rating waits'),
    input: { kind: 'number' },
    unit: 'seconds',
  },
  {
    path: 'rating.thanksSeconds',
    name: t('致谢显示', 'Thanks for'),
    input: { kind: 'number' },
    unit: 'seconds',
  },
  { path: 'rating.commentMax', name: t('留言最多字数', 'Longest comment'), input: { kind: 'number' } },
  {
    path: 'rating.published.days',
    name: t('公开评价的天数', 'Ratings shown of'),
    input: { kind: 'number' },
    unit: 'days',
  },
  {
    path: 'rating.published.minimum',
    name: t('公开评价最少条数', 'Shown from so many ratings'),
    input: { kind: 'number' },
  },
  {
    path: 'rating.published.clerks',
    name: t('公开评价最少窗口人员数', 'Shown from so many clerks'),
    input: { kind: 'number' },
  },
];

function inBoth(path: string, { zh, en }: Text): RuleField[] {
  return [
    { path: `${path}.zh`, name: t(`${zh}（中文）`, `${en}, Chinese`), input: { kind: 'text' } },
    { path: `${path}.en`, name: t(`${zh}（英文）`, `${en}, English`), input: { kind: 'text' } },
  ];
}

/** Fields of the entries of lists that no rule is about. */
export const ENTRY_FIELDS: readonly RuleField[] = [
  { path: 'zones[].name', name: t('名称', 'Name'), input: { kind: 'text' } },
  { path: 'zones[].place', name: t('位置', 'Where'), input: { kind: 'text' } },
  { path: 'queues[].name', name: t('名称', 'Name'), input: { kind: 'text' } },
  { path: 'queues[].zone', name: t('功能区', 'Zone'), input: { kind: 'zone' } },
  { path: 'queues[].department', name: t('部门', 'Department'), input: { kind: 'department' } },
  { path: 'windows[].number', name: t('编号', 'Number'), input: { kind: 'number' } },
  { path: 'windows[].zone', name: t('功能区', 'Zone'), input: { kind: 'zone' } },
  ...inBoth('announcements[].title', t('标题', 'Title')),
  ...inBoth('announcements[].text', t('正文', 'Text')),
  { path: 'announcements[].from', name: t('首日', 'First day'), input: { kind: 'text' } },
  { path: 'announcements[].until', name: t('末日', 'Last day'), input: { kind: 'text' } },
  ...inBoth('questions[].question', t('问题', 'Question')),
  ...inBoth('questions[].answer', t('回答', 'Answer')),
  { path: 'questions[].aliases', name: t('其他问法', 'Other words for it'), input: { kind: 'text' } },
  { path: 'questions[].item', name: t('相关事项', 'Service'), input: { kind: 'text' } },
];

/** Parts of the hall as the editor calls them. */
export const SECTION_NAMES: Readonly<Record<string, Text>> = {
  notices: t('大屏滚动公告', 'Notices on the walls'),
  announcements: t('自助机通知公告', 'Notices on the kiosks'),
  questions: t('咨询知识库', 'Questions and answers'),
  zones: t('功能区', 'Zones'),
  departments: t('部门', 'Departments'),
  queues: t('队列', 'Queues'),
  windows: t('窗口', 'Windows'),
  items: t('事项', 'Service items'),
  themes: t('自助机主题', 'Themes of the kiosk'),
  map: t('大厅平面图', 'Plan of the hall'),
};
