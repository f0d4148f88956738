import type { PrintOutcome, TicketPrinterProfileName } from '@hall/hardware';
import { openTicketPrinter, TICKET_PRINTER_PROFILES } from '@hall/hardware';
import {
  createStatusParser,
  isRealtimeReply,
  type PrinterFlags,
  replyFlags,
  statusQuestionBytes,
} from '@hall/hardware/codec/escpos-status';
import { askOnce } from '@hall/hardware/discovery/probes';
import type { Text } from '@hall/shared/contracts/text';
import type { Check, CheckContext } from '../context.ts';
import { type Identified, identify } from '../identify.ts';
import { type Finding, found } from '../report.ts';
import { testTicket } from '../test-ticket.ts';

/** A printer answers real-time questions at once; the slowest line adds some milliseconds. */
const ANSWER_MS = 1_000;

/** Status in words, bit by bit; with `--print` a ticket with everything that a hall prints. */
export const checkPrinter: Check = async (context) => {
  const { model, name } = context;
  if (model !== null && !Object.hasOwn(TICKET_PRINTER_PROFILES, model))
    return { findings: [unknownModel(model)] };
  const identified = await identify(context.form, ['escpos', 'custom-kpm'], context.clock);
  if (!identified.ok) return { findings: identified.findings };
  const { probe } = identified.value;
  const profile = (model ??
    (probe === 'custom-kpm' ? 'custom-kpm' : 'xprinter-80')) as TicketPrinterProfileName;
  const family = TICKET_PRINTER_PROFILES[profile].family;
  if ((family === 'custom') !== (probe === 'custom-kpm'))
    return { findings: [...identified.findings, otherFamily(name, profile, probe)] };
  const flags = await askStatus(identified.value, context);
  const findings = [...identified.findings, ...statusFindings(flags), ...profileFindings(model, profile)];
  const data = { transport: identified.value.transport, profile, status: flags };
  const isReady = findings.every(({ mark }) => mark !== 'bad');
  if (!context.print || !isReady) return { findings, data };
  const outcome = await printTest(identified.value, profile, context);
  return { findings: [...findings, outcomeFinding(outcome)], data: { ...data, outcome } };
};

async function askStatus({ open, probe }: Identified, { clock }: CheckContext): Promise<PrinterFlags | null> {
  const opened = await open();
  if (!opened.ok) return null;
  try {
    if (probe === 'custom-kpm') {
      const isFull = (bytes: Uint8Array) => bytes.length === 6 && bytes[0] === 0x10 && bytes[1] === 0x0f;
      const asked = await askOnce(
        opened.value,
        { question: statusQuestionBytes('full'), answered: isFull },
        clock,
        ANSWER_MS,
      );
      const [event] = createStatusParser({ family: 'custom' }).feed(asked.bytes);
      return event?.kind === 'full' ? event.flags : null;
    }
    let flags: PrinterFlags = {};
    for (const question of [1, 2, 3, 4] as const) {
      const isReply = (bytes: Uint8Array) => bytes.length >= 1 && bytes.every(isRealtimeReply);
      const asked = await askOnce(
        opened.value,
        { question: statusQuestionBytes(question), answered: isReply },
        clock,
        ANSWER_MS,
      );
      if (!asked.answered) return null;
      flags = { ...flags, ...replyFlags(question, asked.bytes[0]!) };
    }
    return flags;
  } finally {
    await opened.value.close();
  }
}

const FLAG_WORDS: readonly (readonly [keyof PrinterFlags, Finding['mark'], string, Text, Text])[] = [
  [
    'coverOpen',
    'bad',
    'COVER_OPEN',
    { zh: '上盖打开。', en: 'The cover is open.' },
    { zh: '合上上盖。', en: 'Close the cover.' },
  ],
  [
    'cutterFault',
    'bad',
    'CUTTER_FAULT',
    { zh: '切刀故障。', en: 'The cutter is jammed.' },
    { zh: '断电后清理卡纸，再通电。', en: 'Take the power, clear the paper, give the power back.' },
  ],
  [
    'unrecoverable',
    'bad',
    'UNRECOVERABLE',
    { zh: '打印机报告不可恢复的故障。', en: 'The printer reports an error that it cannot recover from.' },
    {
      zh: '断电十秒后再试；仍有则送修。',
      en: 'Take its power for ten seconds; if it stays, have it repaired.',
    },
  ],
  [
    'recoverable',
    'bad',
    'RECOVERABLE',
    { zh: '打印机报告可恢复的故障（如过热）。', en: 'The printer reports a passing error (e.g. too hot).' },
    { zh: '等几分钟，合上盖再试。', en: 'Wait some minutes, close the cover and try again.' },
  ],
  [
    'ticketInOutput',
    'look',
    'TICKET_IN_OUTPUT',
    { zh: '出口有一张票没有取走。', en: 'A ticket hangs in the output.' },
    { zh: '取走它。', en: 'Take it out.' },
  ],
];

function statusFindings(flags: PrinterFlags | null): Finding[] {
  if (flags === null) {
    return [
      found(
        'bad',
        'STATUS_INCOMPLETE',
        '打印机没有回答全部状态询问。',
        'The printer did not answer all of the status questions.',
        {
          zh: '线路可能不稳，或另一个程序也在使用它。',
          en: 'The line may be disturbed, or another program uses it as well.',
        },
      ),
    ];
  }
  const troubles = FLAG_WORDS.filter(([flag]) => flags[flag] === true).map(([, mark, code, says, act]) => ({
    mark,
    code,
    says,
    act,
  }));
  const paper = paperFinding(flags);
  const bad = [...troubles, ...(paper === null ? [] : [paper])];
  if (flags.offline === true && !bad.some(({ mark }) => mark === 'bad')) {
    bad.push(
      found('bad', 'OFFLINE', '打印机处于脱机状态。', 'The printer is offline.', {
        zh: '按一下进纸键或联机键。',
        en: 'Press its feed or online key.',
      }),
    );
  }
  return bad.length > 0
    ? bad
    : [
        found(
          'ok',
          'PRINTER_READY',
          '打印机就绪：有纸，盖已合上，切刀正常。',
          'The printer is ready: paper, cover and cutter are well.',
        ),
      ];
}

function paperFinding({ paper, paperEndStop }: PrinterFlags): Finding | null {
  if (paper === 'out' || paperEndStop === true) {
    return found('bad', 'PAPER_OUT', '缺纸。', 'Out of paper.', {
      zh: '装入新纸卷并合上盖。',
      en: 'Put a new roll in and close the cover.',
    });
  }
  if (paper !== 'near-end') return null;
  return found('look', 'PAPER_NEAR_END', '纸将用尽。', 'The paper is nearly at its end.', {
    zh: '备好新纸卷。',
    en: 'Have a new roll at hand.',
  });
}

function profileFindings(asked: string | null, profile: TicketPrinterProfileName): Finding[] {
  if (asked !== null) return [];
  return [
    found(
      'look',
      'PROFILE_ASSUMED',
      `未指定型号，按 ${profile} 处理。`,
      `No model was named: treated as ${profile}.`,
      {
        zh: '爱普生打印机请用 printer:generic-epson，能确认出票完成。',
        en: 'For an Epson use printer:generic-epson: it confirms that a ticket is out.',
      },
    ),
  ];
}

async function printTest(
  { open, transport }: Identified,
  profile: TicketPrinterProfileName,
  { clock, ask, name }: CheckContext,
): Promise<PrintOutcome> {
  ask({ zh: '正在打印测试票……', en: 'Printing a test ticket …' });
  const printer = openTicketPrinter({ open, profile: TICKET_PRINTER_PROFILES[profile], clock });
  const outcome = await printer.print(testTicket({ port: name, transport, profile }), {
    jobId: 'hardware-test',
  });
  await printer.close();
  return outcome;
}

function outcomeFinding(outcome: PrintOutcome): Finding {
  if (outcome.outcome === 'printed') {
    return found(
      'ok',
      'PRINTED',
      '测试票已打印，请核对纸上的内容。',
      'The test ticket is printed; look at what is on it.',
      {
        zh: '检查：四种字号、生僻字“䶮𠮷”、二维码能否扫出、边框是否完整、是否切断。若中文是乱码，换一个型号参数。',
        en: 'Look: four sizes, the rare characters 䶮𠮷, whether the QR code can be scanned, the whole frame, the cut. If the Chinese is garbled, use another model.',
      },
    );
  }
  const isUnknown = outcome.outcome === 'unknown';
  return found(
    'bad',
    isUnknown ? 'PRINT_UNKNOWN' : 'PRINT_FAILED',
    `测试票${isUnknown ? '是否打印不能确定' : '没有打印'}（${outcome.code}）。`,
    `The test ticket ${isUnknown ? 'may or may not be printed' : 'was not printed'} (${outcome.code}): ${outcome.message}`,
    { zh: '看纸、盖和切刀，排除后再试。', en: 'Look at paper, cover and cutter, then try again.' },
  );
}

function unknownModel(model: string): Finding {
  const known = Object.keys(TICKET_PRINTER_PROFILES).join(', ');
  return found(
    'bad',
    'MODEL_UNKNOWN',
    `没有型号 ${model}；可用：${known}。`,
    `There is no model ${model}; there are ${known}.`,
  );
}

function otherFamily(name: string, profile: string, probe: string): Finding {
  const fits = probe === 'custom-kpm' ? 'custom-kpm' : 'generic-epson';
  return found(
    'bad',
    'WRONG_PROFILE',
    `打印机的应答不是 ${profile} 的。`,
    `The printer does not answer as ${profile} does.`,
    {
      zh: `改用：npm run hardware -- test ${name} printer:${fits}`,
      en: `Use: npm run hardware -- test ${name} printer:${fits}`,
    },
  );
}
