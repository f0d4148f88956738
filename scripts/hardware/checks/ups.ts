import { openTransport } from '@hall/hardware';
import { openUps, type UpsNow } from '@hall/hardware/drivers/ups/driver';
import type { Text } from '@hall/shared/contracts/text';
import { type Check, within } from '../context.ts';
import { type Finding, found } from '../report.ts';

/** upsd answers at once; a driver that restarts needs some seconds. */
const ANSWER_MS = 5_000;

/** The driver's own word for its end. */
const CLOSED = 'closed';

const POWER: Readonly<Record<UpsNow['state'], readonly [Finding['mark'], Text]>> = {
  online: ['ok', { zh: '市电正常', en: 'on mains' }],
  'on-battery': ['look', { zh: '正在用电池供电', en: 'on battery' }],
  'low-battery': ['bad', { zh: '电池将尽', en: 'on battery, nearly empty' }],
  'forced-shutdown': ['bad', { zh: '已下令关机', en: 'ordered to shut down' }],
  stale: ['bad', { zh: 'NUT 服务在运行，但读不到电源', en: 'the NUT server runs but has lost the UPS' }],
  away: ['bad', { zh: '连不上', en: 'not reached' }],
};

export const checkUps: Check = async ({ form, name, clock }) => {
  if (form.kind !== 'nut') {
    return {
      findings: [
        found('bad', 'PORT_FORM', '不间断电源写作 nut:主机/名称。', 'A UPS is written as nut:HOST/NAME.', {
          zh: '名称见 NUT 服务器的 ups.conf。',
          en: 'Its name stands in ups.conf of the NUT server.',
        }),
      ],
    };
  }
  let close: () => Promise<void> = () => Promise.resolve();
  let reason = '';
  const now = await within<UpsNow>(clock, ANSWER_MS, (settle) => {
    const ups = openUps({
      open: openTransport({ kind: 'tcp', host: form.host, port: form.port }),
      name: form.name,
      clock,
      onChange: (state) => {
        if (state.state !== 'away') settle(state);
      },
      onHealth: (health) => {
        if (health.reason !== CLOSED) reason = health.reason;
      },
    });
    close = () => ups.close();
  });
  await close();
  if (now === null) return { findings: [noUps(name, reason)] };
  if (now.state === 'stale' && /UNKNOWN-UPS/.test(reason)) return { findings: [noUps(name, reason)] };
  const [mark, words] = POWER[now.state];
  const { reading } = now;
  const figures = reading === null ? { zh: '', en: '' } : figuresOf(reading);
  return {
    findings: [
      found(
        mark,
        'UPS',
        `${words.zh}${figures.zh}。`,
        `${capital(words.en)}${figures.en}.`,
        mark === 'bad'
          ? {
              zh: '检查电源的数据线和 NUT 驱动（upsdrvctl start），并确认市电。',
              en: "Check the UPS's data cable and NUT driver (upsdrvctl start), and the mains.",
            }
          : undefined,
      ),
    ],
    data: { state: now.state, reading },
  };
};

function noUps(name: string, reason: string): Finding {
  if (/UNKNOWN-UPS/.test(reason)) {
    return found(
      'bad',
      'UPS_UNKNOWN',
      `NUT 服务器上没有这个名称（${name}）。`,
      `The NUT server knows no UPS of this name (${name}).`,
      { zh: '用 upsc -l 主机 列出名称。', en: 'upsc -l HOST lists the names.' },
    );
  }
  return found('bad', 'NO_ANSWER', `${name} 没有应答：${reason}`, `${name} does not answer: ${reason}`, {
    zh: '检查 nut-server 是否运行、upsd.conf 是否监听该地址、防火墙是否放行 3493。',
    en: 'See that nut-server runs, that upsd.conf listens on this address, and that the firewall lets 3493 through.',
  });
}

function figuresOf({ chargePercent, runtimeS }: NonNullable<UpsNow['reading']>): Text {
  const charge = chargePercent === null ? null : `${Math.round(chargePercent)}%`;
  const minutes = runtimeS === null ? null : Math.floor(runtimeS / 60);
  return {
    zh: `${charge === null ? '' : `，电量 ${charge}`}${minutes === null ? '' : `，约可用 ${minutes} 分钟`}`,
    en: `${charge === null ? '' : `, charge ${charge}`}${minutes === null ? '' : `, about ${minutes} minutes`}`,
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
