import type { SaneAbilities } from '@hall/hardware/codec/sane-options';
import { listDocumentScanners, openDocumentScanner } from '@hall/hardware/drivers/document-scanner/driver';
import type { Fault } from '@hall/shared/contracts/result';
import type { Text } from '@hall/shared/contracts/text';
import type { Check } from '../context.ts';
import { type Finding, found } from '../report.ts';

/** What the scanner can do; with `--scan` one page, of which only the size is told. */
export const checkDocumentScanner: Check = async ({ form, name, clock, scan, ask }) => {
  if (form.kind !== 'sane') {
    return {
      findings: [
        found(
          'bad',
          'PORT_FORM',
          '文件扫描仪写作 sane:名称。',
          'A document scanner is written as sane:NAME.',
          {
            zh: 'scanimage -L 列出名称。',
            en: 'scanimage -L lists the names.',
          },
        ),
      ],
    };
  }
  const scanner = openDocumentScanner({ device: form.name, clock });
  try {
    const can = await scanner.abilities();
    if (!can.ok) return { findings: [trouble(name, can.error), ...(await others(can.error))] };
    const abilities = abilityFinding(can.value);
    if (!scan) return { findings: [abilities], data: { abilities: can.value } };
    ask({ zh: '正在扫描一页……', en: 'Scanning one page …' });
    const scanned = await scanner.scan({ format: 'png', mostPages: 1 });
    if (!scanned.ok)
      return { findings: [abilities, trouble(name, scanned.error)], data: { abilities: can.value } };
    const { pages, resolution, files } = scanned.value;
    const bytes = files.reduce((sum, file) => sum + file.length, 0);
    scanned.value.forget();
    const told = found(
      'ok',
      'SCANNED',
      `扫描了 ${pages} 页，${resolution} dpi，${Math.ceil(bytes / 1_024)} KB（未保存）。`,
      `${pages} page(s) scanned at ${resolution} dpi, ${Math.ceil(bytes / 1_024)} KB (not kept).`,
    );
    return { findings: [abilities, told], data: { abilities: can.value, pages, resolution, bytes } };
  } finally {
    await scanner.close();
  }
};

function abilityFinding({ sources, modes }: SaneAbilities): Finding {
  const list = (words: readonly string[]) => (words.length === 0 ? '—' : words.join(', '));
  return found(
    'ok',
    'SCANNER_READY',
    `扫描仪就绪：进纸 ${list(sources)}；模式 ${list(modes)}。`,
    `The scanner is ready: sources ${list(sources)}; modes ${list(modes)}.`,
  );
}

const ACTS: Readonly<Record<string, Text>> = {
  SCANIMAGE_MISSING: { zh: 'sudo apt install sane-utils', en: 'sudo apt install sane-utils' },
  NOT_FOUND: {
    zh: '检查电源和数据线；用 scanimage -L 列出名称。',
    en: 'Check power and cable; scanimage -L lists the names.',
  },
  ACCESS_DENIED: {
    zh: '把用户加入 scanner 组，然后重新登录。',
    en: 'Add the user to the group scanner, then log in again.',
  },
  BUSY: { zh: '关闭正在使用它的程序。', en: 'Close the program that uses it.' },
  JAMMED: { zh: '打开进纸器，取出卡住的纸。', en: 'Open the feeder and take the stuck paper out.' },
  NO_DOCUMENTS: { zh: '在进纸器中放入一页。', en: 'Put a page into the feeder.' },
  COVER_OPEN: { zh: '合上盖。', en: 'Close the cover.' },
  WARMING_UP: { zh: '等一分钟再试。', en: 'Wait a minute and try again.' },
  LOCKED: { zh: '按说明书打开运输锁。', en: 'Open the transport lock as its manual says.' },
  STUCK: { zh: '拔下扫描仪的电源，再插上。', en: "Pull the scanner's plug and put it back." },
};

const WORDS: Readonly<Record<string, string>> = {
  SCANIMAGE_MISSING: '未安装 sane-utils',
  NOT_FOUND: '没有找到这台扫描仪',
  ACCESS_DENIED: '当前用户无权使用',
  BUSY: '正被另一个程序使用',
  JAMMED: '卡纸',
  NO_DOCUMENTS: '进纸器里没有纸',
  COVER_OPEN: '机盖打开',
  IO_ERROR: '通信出错',
  WARMING_UP: '正在预热',
  LOCKED: '运输锁没有打开',
  DEADLINE: '没有按时完成',
  STUCK: '没有反应，也无法结束',
};

function trouble(name: string, error: Fault): Finding {
  return found(
    'bad',
    error.code,
    `${name} 不能使用（${error.code}）：${WORDS[error.code] ?? '扫描仪报告故障'}。`,
    `${name} cannot be used: ${error.message}`,
    ACTS[error.code] ?? { zh: '断电重启扫描仪后再试。', en: 'Restart the scanner and try again.' },
  );
}

/** Names that there are, where the asked one is not. */
async function others(error: Fault): Promise<Finding[]> {
  if (error.code !== 'NOT_FOUND') return [];
  const listed = await listDocumentScanners();
  if (!listed.ok || listed.value.length === 0) return [];
  return listed.value.map((device) =>
    found('look', 'SCANNER', `现有扫描仪：sane:${device.device}`, `There is sane:${device.device}`),
  );
}
