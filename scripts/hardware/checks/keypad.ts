import { readFileSync } from 'node:fs';
import { openTransport } from '@hall/hardware';
import { type KeyPress, KeypadMap, openKeypad } from '@hall/hardware/drivers/keypad/driver';
import { type Check, lostReason, within } from '../context.ts';
import { transportOf } from '../identify.ts';
import { fileTrouble, openTrouble, portLost } from '../open-trouble.ts';
import { firstBurst } from '../raw-bytes.ts';
import { type Finding, found } from '../report.ts';

const USUAL_BAUD = 9_600;

/** With a map the name of the pressed key, without one its bytes, from which the map is written. */
export const checkKeypad: Check = async (context) => {
  const { form, name, clock, waitMs, map: file, ask } = context;
  const spec = transportOf(form, USUAL_BAUD);
  if (spec === null)
    return {
      findings: [
        found('bad', 'PORT_FORM', `${name} 不适合评价键盘。`, `${name} is no port for a keypad.`, {
          zh: '写串口、tcp: 或 hid: 的接口。',
          en: 'Write a serial port, or one that begins with tcp: or hid:.',
        }),
      ],
    };
  const trouble = spec.kind === 'serial' || spec.kind === 'usblp' ? fileTrouble(spec.path) : null;
  if (trouble !== null) return { findings: [trouble] };
  const open = openTransport(spec);
  const map = file === null ? null : readMap(file);
  if (map !== null && 'problem' in map) return { findings: [badMap(file ?? '', map.problem)] };
  const opened = await open();
  if (!opened.ok) return { findings: [openTrouble(name, opened.error)] };
  if (map === null) {
    ask({
      zh: `请在 ${waitMs / 1_000} 秒内按一个键……`,
      en: `Press a key within ${waitMs / 1_000} s …`,
    });
    let lost: string | null = null;
    const bytes = await firstBurst(opened.value, clock, waitMs, (reason) => {
      lost = reason;
    });
    await opened.value.close();
    if (bytes === null && lost !== null) return { findings: [portLost(name, lost)] };
    return {
      findings: [bytes === null ? nothing() : rawKey(bytes)],
      data: { transport: spec, bytes: bytes === null ? null : Buffer.from(bytes).toString('hex') },
    };
  }
  await opened.value.close();
  ask({ zh: `请在 ${waitMs / 1_000} 秒内按一个键……`, en: `Press a key within ${waitMs / 1_000} s …` });
  let close: () => Promise<void> = () => Promise.resolve();
  let lost: string | null = null;
  const pressed = await within<KeyPress | Uint8Array>(clock, waitMs, (settle) => {
    const keypad = openKeypad({
      ...{ open, map, clock, onPress: settle, onUnknown: settle },
      onHealth: (health) => {
        lost = lostReason(health, lost);
      },
    });
    close = () => keypad.close();
  });
  await close();
  if (pressed === null) return { findings: [lost === null ? nothing() : portLost(name, lost)] };
  if (pressed instanceof Uint8Array) return { findings: [unknownKey(pressed)] };
  const key = 'grade' in pressed ? `${pressed.grade}` : pressed.key;
  return {
    findings: [found('ok', 'KEY', `按下的键：${key}。`, `The key ${key} was pressed.`)],
    data: { transport: spec, pressed },
  };
};

function readMap(file: string): KeypadMap | { readonly problem: string } {
  try {
    const parsed = KeypadMap.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success
      ? parsed.data
      : {
          problem: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
        };
  } catch (problem) {
    return { problem: (problem as Error).message };
  }
}

function badMap(file: string, problem: string): Finding {
  return found(
    'bad',
    'MAP_INVALID',
    `键盘对照表 ${file} 有误：${problem}`,
    `The keypad map ${file} is not right: ${problem}`,
    {
      zh: '写法和例子见 docs/hardware/keypad.md。',
      en: 'How it is written, with examples: docs/hardware/keypad.md.',
    },
  );
}

function nothing(): Finding {
  return found('bad', 'NO_KEY', '没有收到任何按键。', 'No key arrived.', {
    zh: '检查供电、数据线和波特率；键盘若当作普通 USB 键盘，请改为串口或 HID 模式。',
    en: 'Check power, cable and baud rate; if it acts as a keyboard, switch it to serial or HID mode.',
  });
}

function rawKey(bytes: Uint8Array): Finding {
  return found(
    'ok',
    'KEY_BYTES',
    `按键发来字节 ${spaced(bytes)}。`,
    `The key sent the bytes ${spaced(bytes)}.`,
    {
      zh: '逐个按键记下字节，写成对照表，再用 --map 文件 测试。',
      en: 'Note the bytes of each key, write the map, and test it with --map FILE.',
    },
  );
}

function unknownKey(bytes: Uint8Array): Finding {
  return found(
    'bad',
    'KEY_UNKNOWN',
    `对照表里没有这些字节：${spaced(bytes)}。`,
    `The map does not know these bytes: ${spaced(bytes)}.`,
    { zh: '把它们加入对照表，或核对波特率。', en: 'Add them to the map, or check the baud rate.' },
  );
}

function spaced(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
}
