import type { TicketSlip } from '@hall/shared/contracts/commands';
import { describe, expect, it } from 'vitest';
import { ticketLayout } from './layout.ts';
import { SLIP } from './testing.ts';

function paper(
  slip: Partial<TicketSlip> = {},
  demo = false,
): { text: string; lines: ReturnType<typeof ticketLayout>['lines'] } {
  const { lines } = ticketLayout(
    { ...SLIP, ...slip },
    { timeZone: 'Asia/Shanghai', demo, progressUrl: 'http://hall.example/p/' },
  );
  const text = lines
    .map((line) =>
      line.kind === 'text'
        ? line.text
        : line.kind === 'columns'
          ? `${line.left} ${line.right}`
          : `<${line.kind}>`,
    )
    .join('\n');
  return { text, lines };
}

describe('the paper of a ticket', () => {
  it.each([
    '云溪县政务服务中心',
    '人社医保 · 一层东侧',
    '社保业务',
    '人力资源和社会保障局',
    '老年优先 Senior priority',
    '已满60岁',
    '前面人数 前面 12 人',
    '预计等候 约 8 至 12 分钟',
    'about 8 to 12 min',
    '办理窗口 3、4号窗口',
    '办理事项 社会保障卡补换领',
    '取号时间 2026-11-21 09:05',
    '过号可重排一次。',
    'A012 4F2A9C',
  ])('says %s', (words) => {
    expect(paper().text).toContain(words);
  });

  it('has the number as its largest line and the progress code as QR', () => {
    const { lines } = paper();
    const areas = lines.flatMap((line) =>
      line.kind === 'text' ? [(line.size?.w ?? 1) * (line.size?.h ?? 1)] : [],
    );
    const number = lines.find((line) => line.kind === 'text' && line.text === 'A012');
    expect(number).toMatchObject({ size: { w: 8, h: 8 } });
    expect(Math.max(...areas)).toBe(64);
    expect(lines.find(({ kind }) => kind === 'qr')).toMatchObject({
      data: 'http://hall.example/p/00112233445566778899aabbccddeeff',
    });
  });

  it('[T11] says its notices, and no rule stands around none', () => {
    const notice = { zh: '12:00 停止办理，请留意叫号。', en: 'It closes at 12:00.' };
    const { text } = paper({ notices: [notice] });
    expect(text).toContain(`<rule>\n※ ${notice.zh}\n${notice.en}\n<rule>`);
    expect(paper({ notices: [] }).text).toBe(paper().text);
  });

  it('[K10] says where the same number goes on to, in order', () => {
    const stop = (zh: string, en: string) => ({
      queueName: { zh, en },
      zoneName: { zh: '纳税服务', en: 'Tax service' },
    });
    const { text } = paper({ route: [stop('税务', 'Tax'), stop('发票', 'Invoices')] });
    expect(text).toContain('之后凭同一号码继续办理\nThen go on with the same number');
    expect(text).toContain('2. 纳税服务 · 税务\n   Tax service · Tax\n3. 纳税服务 · 发票');
  });

  it('[C4] says why a class was given', () => {
    const why = { zh: '绿色通道：重点项目', en: 'Green channel: key project' };
    expect(paper({ class: 'green', classReason: why }).text).toContain(
      `绿色通道 Green channel\n${why.zh}\n${why.en}`,
    );
  });

  it('marks a reprint with its ordinal, and only a reprint', () => {
    expect(paper({ ordinal: 2 }).text).toContain('补打 2');
    expect(paper().text).not.toContain('补打');
  });

  it('marks a demonstration, and only that', () => {
    expect(paper({}, true).text).toContain('演示 DEMO');
    expect(paper().text).not.toContain('DEMO');
  });

  it('keeps the widest number inside 72 mm', () => {
    const number = paper({ number: 'AB0123' }).lines.find(
      (line) => line.kind === 'text' && line.text === 'AB0123',
    );
    const width = number?.kind === 'text' ? 6 * 12 * (number.size?.w ?? 1) : Number.NaN;
    expect(width).toBeLessThanOrEqual(576);
  });

  it('says nothing of a class that is ordinary', () => {
    expect(paper({ class: 'ordinary', classReason: null }).text).not.toContain('普通');
  });
});
