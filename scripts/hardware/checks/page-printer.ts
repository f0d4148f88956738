import { openPagePrinter } from '@hall/hardware';
import type { Text } from '@hall/shared/contracts/text';
import type { Check } from '../context.ts';
import { found } from '../report.ts';
import { testPage } from '../test-page.ts';

/** Long enough for a laser printer to wake up and warm. */
const PRINT_MS = 90_000;

const STATES: Readonly<Record<string, Text>> = {
  idle: { zh: '空闲', en: 'idle' },
  processing: { zh: '正在打印', en: 'printing' },
};

const TROUBLES: Readonly<Record<string, Text>> = {
  MEDIA_EMPTY: { zh: '缺纸', en: 'out of paper' },
  MEDIA_JAM: { zh: '卡纸', en: 'a paper jam' },
  COVER_OPEN: { zh: '机盖打开', en: 'a cover is open' },
  TRAY_MISSING: { zh: '纸盒没有装好', en: 'a tray is missing' },
  TONER_EMPTY: { zh: '没有碳粉（墨）', en: 'out of toner or ink' },
  WASTE_FULL: { zh: '废粉盒已满', en: 'the waste box is full' },
  OUTPUT_FULL: { zh: '出纸口已满', en: 'the output tray is full' },
  PRINTER_STOPPED: { zh: '打印机已停止', en: 'it has stopped' },
};

/** State and reasons as the printer gives them; with `--print` one A4 page, followed to its end. */
export const checkPagePrinter: Check = async ({ form, name, clock, print, ask }) => {
  if (form.kind !== 'ipp') {
    return {
      findings: [
        found(
          'bad',
          'PORT_FORM',
          'A4 打印机的接口写作 ipp://地址/ipp/print。',
          'A page printer is written as ipp://HOST/ipp/print.',
          {
            zh: '地址见打印机的网络设置页。',
            en: "The address stands on the printer's network page.",
          },
        ),
      ],
    };
  }
  const printer = openPagePrinter({ uri: form.uri, clock });
  try {
    const status = await printer.status();
    if (status.state === 'away') {
      return {
        findings: [
          found('bad', 'NO_ANSWER', `${name} 没有应答。`, `${name} does not answer.`, {
            zh: '检查打印机电源和网线；在浏览器中打开打印机地址；确认打开了 IPP。',
            en: "Check the printer's power and network cable; open its address in a browser; see that IPP is switched on.",
          }),
        ],
      };
    }
    if (status.code !== null) {
      return {
        findings: [
          found(
            'bad',
            status.code,
            `打印机不能打印：${TROUBLES[status.code]?.zh ?? status.code}。`,
            `The printer cannot print: ${TROUBLES[status.code]?.en ?? status.code}.`,
            {
              zh: `打印机给出的原因：${status.reasons.join('、') || '无'}。到打印机前处理后再试。`,
              en: `What it says: ${status.reasons.join(', ') || 'nothing'}. Put it right at the printer and try again.`,
            },
          ),
        ],
        data: { status },
      };
    }
    const state = STATES[status.state] ?? { zh: status.state, en: status.state };
    const well = found(
      'ok',
      'PRINTER_READY',
      `打印机就绪（${state.zh}）。`,
      `The printer is ready (${state.en}).`,
    );
    if (!print) return { findings: [well], data: { status } };
    ask({ zh: '正在打印一页 A4……', en: 'Printing one A4 page …' });
    const outcome = await printer.print(testPage(), {
      jobName: `hardware-test-${Math.round(clock.now())}`,
      deadlineMs: PRINT_MS,
    });
    const told =
      outcome.outcome === 'printed'
        ? found('ok', 'PRINTED', '测试页已打印。', 'The test page is printed.', {
            zh: '检查四角的方框是否完整。',
            en: 'See that the squares in the four corners are whole.',
          })
        : found(
            'bad',
            outcome.code,
            `测试页没有确认打印（${outcome.code}）。`,
            `The test page is not confirmed (${outcome.code}): ${outcome.message}`,
            {
              zh: '到打印机前看面板提示，处理后再试。',
              en: "See what the printer's panel says, put it right and try again.",
            },
          );
    return { findings: [well, told], data: { status, outcome } };
  } finally {
    await printer.close();
  }
};
