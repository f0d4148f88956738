import { openWindowLed } from '@hall/hardware';
import { encodeBxCommand } from '@hall/hardware/codec/bx-command';
import { BX_ANY, BX_HOST, encodeBxFrame } from '@hall/hardware/codec/bx-frame';
import type { Check } from '../context.ts';
import { identify } from '../identify.ts';
import { type Finding, found } from '../report.ts';

const MODELS = ['5k', '6k'] as const;
const TEST_TEXT = '测试 TEST 1234';

/**
 * A ping; with `--show` a text in a dynamic area, which wears no flash memory. Without an address whichever panel is on
 * the line is asked; a line with several panels is tested with the address, e.g. `led:6k@3`.
 */
export const checkLed: Check = async (context) => {
  const [modelText = '6k', addressText] = (context.model ?? '6k').split('@');
  const model = MODELS.find((known) => known === modelText);
  const address = addressText === undefined ? BX_ANY : Number(addressText);
  if (model === undefined || !Number.isInteger(address) || address < 1 || address > BX_ANY) {
    return {
      findings: [
        found(
          'bad',
          'MODEL_UNKNOWN',
          `没有型号 ${context.model}；可用 5k、6k；多块屏共线时写屏号 1–65534，如 6k@3。`,
          `There is no model ${context.model}; there are 5k and 6k; with several panels on a line the address 1 to 65534, e.g. 6k@3.`,
        ),
      ],
    };
  }
  const identified = await identify(context.form, ['bx'], context.clock, {
    bx: encodeBxFrame({ dst: address, src: BX_HOST, data: encodeBxCommand({ do: 'ping' }) }),
  });
  if (!identified.ok) return { findings: identified.findings.map((one) => addressHint(one, address, model)) };
  const data = { transport: identified.value.transport, model };
  if (!context.show) {
    const hint = found('look', 'NOT_SHOWN', '未显示测试文字。', 'No test text was shown.', {
      zh: '加 --show 在条屏上显示测试文字。',
      en: 'With --show a test text is shown on the panel.',
    });
    return { findings: [...identified.findings, hint], data };
  }
  const led = openWindowLed({ open: identified.value.open, model, address, clock: context.clock });
  await ready(() => led.health().state !== 'down', context.clock);
  const shown = await led.show({ text: TEST_TEXT });
  await led.close();
  if (shown.ok) {
    const told = found(
      'ok',
      'SHOWN',
      `条屏确认显示“${TEST_TEXT}”，请看一眼。`,
      `The panel says that it shows "${TEST_TEXT}"; look at it.`,
      {
        zh: '文字不完整时核对屏的宽高；颜色或型号不对时换 led:5k。',
        en: 'If the text is cut, check the width and height; if it looks wrong, try led:5k.',
      },
    );
    return { findings: [...identified.findings, told], data };
  }
  const refused = found(
    'bad',
    shown.error.code,
    `条屏没有显示（${shown.error.code}）。`,
    `The panel does not show it (${shown.error.code}): ${shown.error.message}.`,
    {
      zh: '核对型号（5k/6k）和屏号（led:6k@屏号）；断电重启控制卡后再试。',
      en: 'Check the model (5k/6k) and the address (led:6k@ADDRESS); restart the controller and try again.',
    },
  );
  return { findings: [...identified.findings, refused], data };
};

/** Several panels that answer one question at once garble each other; one of another address stays silent. */
function addressHint(finding: Finding, address: number, model: string): Finding {
  if (finding.code === 'NOT_UNDERSTOOD' && address === BX_ANY) {
    return {
      ...finding,
      act: {
        zh: `若一条线上有多块屏，它们会同时应答：写明屏号再试，如 led:${model}@1。否则核对波特率，排除干扰。`,
        en: `Several panels on one line answer at once: name the address, e.g. led:${model}@1. Otherwise check the speed and the line.`,
      },
    };
  }
  if (finding.code !== 'NO_ANSWER' || address === BX_ANY || finding.act === undefined) return finding;
  return {
    ...finding,
    act: {
      zh: `核对屏号 ${address}（线上只接一块屏时可不写屏号）。${finding.act.zh}`,
      en: `Check the address ${address} (a panel alone on the line needs none). ${finding.act.en}`,
    },
  };
}

/** The driver greets the panel by itself; a second is plenty. */
const GREETING_MS = 3_000;
const LOOK_MS = 50;

async function ready(
  isReady: () => boolean,
  clock: { after(ms: number, run: () => void): () => void },
): Promise<void> {
  for (let waited = 0; waited < GREETING_MS && !isReady(); waited += LOOK_MS) {
    await new Promise<void>((resolve) => void clock.after(LOOK_MS, resolve));
  }
}
