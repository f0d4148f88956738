import type { Text } from '@hall/shared/contracts/text';
import { t } from '../words/words.ts';

/**
 * The server says in English what is wrong with a value (queue-server/hall/config); here it is said in both
 * languages. What is not known here is shown as it came.
 */
export function sayProblem(reason: string): Text {
  const [, plan, inner] = /^in scheduled version (\d+): (.+)$/.exec(reason) ?? [];
  if (plan !== undefined && inner !== undefined) {
    const said = sayProblem(inner);
    return t(`待生效的第 ${plan} 版中：${said.zh}`, `In scheduled version ${plan}: ${said.en}`);
  }
  // What stands there is before the person's eyes already.
  const bare = reason.replace(/, but (nothing|a list|a set of keys and values|".*"|\S+) is there$/s, '');
  if (/, but (nothing is there|"" is there)$/.test(reason)) return t('请填写。', 'Please fill this in.');
  for (const [pattern, zh, en] of WORDS) {
    const found = pattern.exec(bare);
    if (found) return t(filled(zh, found), filled(en, found));
  }
  const sentence = `${bare.charAt(0).toUpperCase()}${bare.slice(1)}.`;
  return t(sentence, sentence);
}

const WORDS: readonly (readonly [pattern: RegExp, zh: string, en: string])[] = [
  [/^(is missing|must not be empty)$/, '请填写。', 'Please fill this in.'],
  [/^must be (-?[\d.]+) or more$/, '不能小于 $1。', 'Must be $1 or more.'],
  [/^must be (-?[\d.]+) or less$/, '不能大于 $1。', 'Must be $1 or less.'],
  [/^must have at least (\d+) characters$/, '至少 $1 个字。', 'At least $1 characters.'],
  [/^must have at most (\d+) characters$/, '最多 $1 个字。', 'At most $1 characters.'],
  [/^must have at least (\d+) entries$/, '至少要有 $1 项。', 'At least $1 entries.'],
  [/^must have at most (\d+) entries$/, '最多 $1 项。', 'At most $1 entries.'],
  [/^must be a whole number$/, '请填写整数。', 'Must be a whole number.'],
  [/^must be a number$/, '请填写数字。', 'Must be a number.'],
  [/^must be (?:one of )?(.+, .+)$/, '只能是 $1 之一。', 'Must be one of $1.'],
  [/one or two capital letters/, '请填写一到两个大写字母。', 'One or two capital letters A to Z.'],
  [/^a time is written HH:MM/, '时间请写成 08:30 的样式。', 'Times are written like 08:30.'],
  [/\\d\{4\}-\\d\{2\}-\\d\{2\}/, '请选择日期。', 'Please choose a date.'],
  [
    /\[a-z\]\[a-z0-9-\]\{1,30\}/,
    '代号用小写字母开头，可含小写字母、数字和连字符，2 至 31 个字符。',
    'Ids begin with a lower-case letter: 2 to 31 lower-case letters, digits and hyphens.',
  ],
  [
    /^must be an id:/,
    '代号用小写字母、数字和连字符，最多 40 个字符。',
    'Ids: at most 40 lower-case letters, digits and hyphens.',
  ],
  [/^must be a window id/, '窗口代号的样式是 w12。', 'Window ids look like w12.'],
  [/^"(.+)" is used twice$/, '“$1”已被使用，不能重复。', '"$1" is used already.'],
  [/^"(.+)" is there twice$/, '“$1”出现了两次。', '"$1" is there twice.'],
  [/^there is no zone "(.*)"$/, '没有功能区“$1”。', 'There is no zone "$1".'],
  [/^there is no department "(.*)"$/, '没有部门“$1”。', 'There is no department "$1".'],
  [/^there is no queue "(.*)"$/, '没有队列“$1”，请另选。', 'There is no queue "$1": please choose another.'],
  [
    /^there is no window "(.*)"$/,
    '没有窗口“$1”，请另选。',
    'There is no window "$1": please choose another.',
  ],
  [/^lies below firstNumber$/, '末号不能小于首号。', 'The last number lies below the first.'],
  [
    /^does not fit into (\d+) digits$/,
    '末号超出 $1 位数字，请减小末号或增加位数。',
    'Does not fit into $1 digits: lower it, or give numbers more digits.',
  ],
  [
    /^is larger than the range of numbers$/,
    '限量超出号段，请减小限量或放宽号段。',
    'More than the range of numbers holds.',
  ],
  [
    /^leaves too few numbers for what the kiosks keep back$/,
    '限量加上取号机备用号超出号段，请减小限量或放宽号段。',
    'With the numbers that kiosks keep back it is more than the range holds.',
  ],
  [/^closes before it opens$/, '结束时间须晚于开始时间。', 'It ends before it begins.'],
  [/^ends before it begins$/, '末号不能小于首号。', 'The last number lies below the first.'],
  [/^lies before its first day$/, '末日不能早于首日。', 'The last day lies before the first.'],
  [
    /^overlaps the range of numbers that machines give$/,
    '与机器发的号段重叠，请错开（见 N2 号段）。',
    'Overlaps the numbers that machines give (N2): keep them apart.',
  ],
  [
    /^a closed day has no hours$/,
    '放假日不能再指定“按星期”或时间。',
    'A closed day has no hours and is like no weekday.',
  ],
  [
    /^is served in any case$/,
    '本窗口已固定办理这个队列（见 W2），不用再列为可帮。',
    'This window serves it in any case (W2).',
  ],
  [
    /^the check character of the credit code/,
    '统一社会信用代码校验位不对。',
    'The check character of the credit code does not fit.',
  ],
  [/^an item code has 31 characters$/, '事项编码应为 31 位。', 'An item code has 31 characters.'],
  [
    /^does not start with the credit code/,
    '事项编码须以所属部门的信用代码开头。',
    'Does not start with the credit code of its department.',
  ],
  [
    /^is longer than the legal limit$/,
    '承诺时限不能长于法定时限。',
    'The promise is longer than the legal limit.',
  ],
  [/^vague words/, '材料名称不能用“等、其他、相关”。', 'Names of papers must not be vague (等, 其他, 相关).'],
  [/^is a key that nobody knows$/, '没有这一项，请删去。', 'Nobody knows this key: please take it out.'],
  [
    /^nothing stands at (.+)$/,
    '要改的内容已不存在（可能刚被删除）。',
    'What was to be changed is gone: somebody took it away.',
  ],
  [/^the entry does not bear the id (.+)$/, '代号须为“$1”。', 'Its id must be "$1".'],
];

function filled(words: string, found: RegExpExecArray): string {
  return words.replace('$1', found[1] ?? '');
}
