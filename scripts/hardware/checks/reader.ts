import { type CardKind, openCardReader } from '@hall/hardware';
import {
  encodeSdtCommand,
  parseSdtReply,
  replyFits,
  type SdtCommand,
  SW3,
} from '@hall/hardware/codec/sdt-command';
import { createSdtDecoder } from '@hall/hardware/codec/sdt-frame';
import { askOnce } from '@hall/hardware/discovery/probes';
import type { HidFramingName } from '@hall/hardware/transport/transport';
import type { Text } from '@hall/shared/contracts/text';
import { type Check, type CheckContext, lostReason, masked, within } from '../context.ts';
import { type Identified, identify } from '../identify.ts';
import { portLost } from '../open-trouble.ts';
import { type Finding, found } from '../report.ts';

/** Published for find and select; status and SAM id are given the same. */
const ANSWER_MS = 1_000;

/** How a HID reader packs the stream into reports; the other ports have none. */
const FRAMINGS: readonly HidFramingName[] = ['sdt-64', 'sdt-64-counted'];

const KINDS: Readonly<Record<CardKind, Text>> = {
  resident: { zh: '居民身份证', en: "resident's ID card" },
  'hmt-resident': {
    zh: '港澳台居民居住证',
    en: 'residence permit for Hong Kong, Macao and Taiwan residents',
  },
  'foreign-2017': {
    zh: '外国人永久居留身份证（2017 版）',
    en: "foreigner's permanent residence card (2017)",
  },
  'foreign-2023': {
    zh: '外国人永久居留身份证（2023 版）',
    en: "foreigner's permanent residence card (2023)",
  },
};

/** Status and number of the module, then one card: its kind and a masked name, nothing else. */
export const checkReader: Check = async (context) => {
  const framing = FRAMINGS.find((known) => known === (context.model ?? FRAMINGS[0]));
  if (framing === undefined) return { findings: [unknownFraming(context.model ?? '')] };
  const form = context.form.kind === 'hid' ? { ...context.form, framing } : context.form;
  const identified = await identify(form, ['sdt'], context.clock);
  if (!identified.ok) return { findings: identified.findings };
  const module = await askModule(identified.value, context);
  const findings = [...identified.findings, ...module.findings];
  if (findings.some(({ mark }) => mark === 'bad')) return { findings };
  const card = await waitForCard(identified.value, context);
  return {
    findings: [...findings, card],
    data: { transport: identified.value.transport, samId: module.samId },
  };
};

function unknownFraming(model: string): Finding {
  const known = FRAMINGS.map((framing) => `reader:${framing}`).join(', ');
  return found(
    'bad',
    'MODEL_UNKNOWN',
    `没有型号 ${model}；HID 阅读器可用 ${known}。`,
    `There is no model ${model}; HID readers: ${known}.`,
  );
}

async function askModule(
  { open }: Identified,
  { clock, name }: CheckContext,
): Promise<{ readonly findings: readonly Finding[]; readonly samId: string | null }> {
  const opened = await open();
  if (!opened.ok) return { findings: [portLost(name, opened.error.message)], samId: null };
  const ask = async (command: SdtCommand) => {
    const { bytes } = await askOnce(
      opened.value,
      { question: encodeSdtCommand(command), answered: (all) => answerTo(command, all) !== undefined },
      clock,
      ANSWER_MS,
    );
    return answerTo(command, bytes);
  };
  try {
    const status = await ask('status');
    const sam = await ask('samId');
    const samId = sam?.sw3 === SW3.ok ? Buffer.from(sam.data).toString('hex') : null;
    return { findings: [statusFinding(status?.sw3), samFinding(samId, sam?.sw3)], samId };
  } finally {
    await opened.value.close();
  }
}

function answerTo(command: SdtCommand, bytes: Uint8Array): { sw3: number; data: Uint8Array } | undefined {
  for (const decoded of createSdtDecoder('reply').feed(bytes)) {
    if (decoded.kind !== 'frame') continue;
    const reply = parseSdtReply(decoded.body);
    if (replyFits(command, reply)) return { sw3: reply.sw3, data: reply.data.slice() };
  }
  return undefined;
}

function statusFinding(sw3: number | undefined): Finding {
  if (sw3 === SW3.ok)
    return found('ok', 'READER_WELL', '阅读器自检正常。', 'The reader says that it is well.');
  if (sw3 === SW3.samUnlicensed) {
    return found('bad', 'READER_UNLICENSED', '安全模块未授权。', 'The security module is not licensed.', {
      zh: '联系阅读器供应商重新授权或更换安全模块。',
      en: "Ask the reader's supplier to license or exchange the module.",
    });
  }
  const code = sw3 === undefined ? '—' : hex2(sw3);
  return found(
    'bad',
    'READER_SELF_TEST',
    `阅读器自检失败（SW3 ${code}）。`,
    `The reader failed its self-test (SW3 ${code}).`,
    {
      zh: '断电十秒后重试；仍失败则更换阅读器。',
      en: 'Take its power for ten seconds and try again; if it fails again, exchange the reader.',
    },
  );
}

function samFinding(samId: string | null, sw3: number | undefined): Finding {
  if (samId !== null) return found('ok', 'SAM_ID', `安全模块编号 ${samId}。`, `Security module ${samId}.`);
  const code = sw3 === undefined ? '' : `（SW3 ${hex2(sw3)}）`;
  return found(
    'look',
    'SAM_ID_UNKNOWN',
    `没有读到安全模块编号${code}。`,
    'The number of the security module was not read.',
    {
      zh: '有的型号没有此命令；能读证件即可。',
      en: 'Some models do not have this command; what counts is that cards are read.',
    },
  );
}

async function waitForCard(
  { open }: Identified,
  { clock, waitMs, ask, name }: CheckContext,
): Promise<Finding> {
  ask({
    zh: `请在 ${waitMs / 1_000} 秒内把一张证件放到读卡区……`,
    en: `Lay a card on the reader within ${waitMs / 1_000} s …`,
  });
  let close: () => Promise<void> = () => Promise.resolve();
  let trouble: string | null = null;
  let lost: string | null = null;
  const card = await within<{ kind: CardKind; name: string }>(clock, waitMs, (settle) => {
    const reader = openCardReader({
      open,
      clock,
      onEvent(event) {
        if (event.type === 'trouble') trouble = event.code;
        if (event.type === 'health') lost = lostReason(event.health, lost);
        if (event.type !== 'laid') return;
        settle({ kind: event.card.kind, name: masked(event.card.name) });
        event.card.clear();
      },
    });
    close = () => reader.close();
  });
  await close();
  if (card !== null) {
    const { zh, en } = KINDS[card.kind];
    return found('ok', 'CARD_READ', `读到一张${zh}：${card.name}。`, `A card was read: ${en}, ${card.name}.`);
  }
  if (lost !== null) return portLost(name, lost);
  if (trouble !== null) {
    return found(
      'bad',
      'CARD_NOT_READ',
      `证件读不出（${trouble}）。`,
      `The card could not be read (${trouble}).`,
      {
        zh: '把证件拿开再平放一次；换一张证件再试；都不行则更换阅读器。',
        en: 'Lift the card and lay it flat again; try another card; if none is read, exchange the reader.',
      },
    );
  }
  return found(
    'look',
    'NO_CARD',
    '没有放证件，读卡部分未测试。',
    'No card was laid; reading was not tested.',
    {
      zh: '备好一张证件，再运行一次（--wait 60 可等更久）。',
      en: 'Have a card at hand and run it again (--wait 60 waits longer).',
    },
  );
}

function hex2(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}
