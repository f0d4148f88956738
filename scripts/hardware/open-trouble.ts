import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { holdersOf } from '@hall/hardware/discovery/holders';
import type { Fault } from '@hall/shared/contracts/result';
import { groupNameOf } from './groups.ts';
import { type Finding, found } from './report.ts';

/** Why a device file cannot be used, before anything is opened; null when nothing speaks against it. */
export function fileTrouble(path: string): Finding | null {
  if (!existsSync(path)) {
    return found('bad', 'PORT_MISSING', `没有 ${path} 这个接口。`, `There is no port ${path}.`, {
      zh: '检查电源和数据线是否插好；用 npm run hardware -- list 看现有接口。',
      en: 'Check power and cable; npm run hardware -- list shows the ports that there are.',
    });
  }
  if (!statSync(path).isCharacterDevice()) {
    return found('bad', 'PORT_NO_DEVICE', `${path} 不是设备接口。`, `${path} is no device.`, {
      zh: '用 npm run hardware -- list 看现有接口。/dev 下的同名普通文件多是设备不在时写出的，删除后拔下重插。',
      en: 'npm run hardware -- list shows the ports. A plain file under /dev was mostly written while the device was away: remove it, then pull the device and put it back.',
    });
  }
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
  } catch {
    return forbidden(path);
  }
  const holders = holdersOf(path);
  return holders.length > 0 ? held(path, holders) : null;
}

function forbidden(path: string): Finding {
  const group = groupNameOf(statSync(path).gid) ?? 'dialout';
  return found(
    'bad',
    'PORT_FORBIDDEN',
    `当前用户无权使用 ${path}（属于 ${group} 组）。`,
    `This user may not use ${path} (it belongs to the group ${group}).`,
    {
      zh: `把运行设备程序的用户加入该组：sudo usermod -aG ${group} 用户名，然后重新登录或重启服务。`,
      en: `Add the user of the device host to the group: sudo usermod -aG ${group} USER, then log in again or restart the service.`,
    },
  );
}

/** The units of docs/install/systemd. */
const STOP_HOST = "sudo systemctl stop 'yichuang-device-host@*'";
/** More of them say nothing more. */
const MOST_NAMED = 3;

function held(
  path: string,
  holders: readonly { readonly pid: number; readonly name: string | null }[],
): Finding {
  const named = holders.slice(0, MOST_NAMED).map(({ pid, name }) => `${name ?? '?'} (pid ${pid})`);
  const who = [...named, ...(holders.length > MOST_NAMED ? ['…'] : [])].join(', ');
  return found(
    'bad',
    'PORT_HELD',
    `${path} 正被另一个程序占用：${who}。`,
    `${path} is held by another program: ${who}.`,
    {
      zh: `先停止该程序（通常是设备服务本身：${STOP_HOST}），测试后再启动。`,
      en: `Stop that program first (usually the device host itself: ${STOP_HOST}) and start it again after the test.`,
    },
  );
}

/** A device that was there when the test began, and is not any more. */
export function portLost(name: string, reason: string): Finding {
  return found(
    'bad',
    'PORT_LOST',
    `等待时 ${name} 断开了（${reason}）。`,
    `${name} was lost meanwhile (${reason}).`,
    {
      zh: '检查插头、数据线和供电是否松动，再运行一次。',
      en: 'See that plug, cable and power sit firmly, and run it again.',
    },
  );
}

/** What the system said when the port was opened, in a technician's words. */
export function openTrouble(name: string, error: Fault): Finding {
  const { message, details } = error;
  const packages = details?.systemPackages ?? details?.package;
  if (packages !== undefined) {
    const list = Array.isArray(packages) ? packages.join(' ') : String(packages);
    return found('bad', 'PACKAGE_MISSING', `缺少软件包：${list}。`, `A package is missing: ${list}.`, {
      zh: `安装后再试：sudo apt install ${list}。`,
      en: `Install it and try again: sudo apt install ${list}.`,
    });
  }
  if (/lock|EBUSY|busy|another program has/i.test(message)) {
    return found('bad', 'PORT_HELD', `${name} 正被另一个程序占用。`, `${name} is held by another program.`, {
      zh: '先停止占用它的程序（通常是设备服务本身），测试后再启动。',
      en: 'Stop the program that has it (usually the device host itself) and start it again after the test.',
    });
  }
  if (/not plugged in|no such printer/.test(message)) {
    return found('bad', 'PORT_MISSING', `没有插上 ${name}。`, `${name} is not plugged in.`, {
      zh: '检查数据线和供电；用 npm run hardware -- list 看已插上的 USB 设备和编号。',
      en: 'Check cable and power; npm run hardware -- list shows the USB devices that are plugged in, and their ids.',
    });
  }
  if (/another mode or serial number|acts as a keyboard/.test(message)) {
    return found(
      'bad',
      'PORT_MODE',
      `${name} 插上了，但处于别的模式（如键盘模式）。`,
      `${name} is plugged in, but in another mode (a keyboard's, say).`,
      {
        zh: '按设备说明书扫设置码，切换到 HID POS 或串口模式，再运行一次。',
        en: "Switch it to HID POS or serial mode (set-up code in the device's manual) and run it again.",
      },
    );
  }
  if (/udev rule/.test(message)) {
    return found('bad', 'PORT_FORBIDDEN', `当前用户打不开 ${name}。`, `This user cannot open ${name}.`, {
      zh: '为该 USB 编号添加 udev 规则，把权限给设备程序的用户，再拔下重插；也可能另一个程序正在使用它。',
      en: 'Add a udev rule for this USB id that gives the user of the device host access, then pull it and put it back; or another program uses it.',
    });
  }
  if (/ECONNREFUSED/.test(message)) {
    return found('bad', 'PORT_REFUSED', `${name} 拒绝连接。`, `${name} refuses the connection.`, {
      zh: '设备通电了吗？端口号对吗？有的设备同时只接受一个连接。',
      en: 'Has the device power? Is the port number right? Some devices serve one connection at a time.',
    });
  }
  if (/no connection within|ETIMEDOUT|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH/.test(message)) {
    return found('bad', 'PORT_UNREACHABLE', `连不上 ${name}。`, `${name} cannot be reached.`, {
      zh: '检查网线、地址和网段（ping 该地址）。',
      en: 'Check the network cable, the address and the subnet (ping the address).',
    });
  }
  if (/ENOTFOUND|EAI_AGAIN/.test(message)) {
    return found('bad', 'PORT_UNREACHABLE', `查不到 ${name} 的地址。`, `The host of ${name} is not known.`, {
      zh: '核对主机名；不确定就直接写 IP 地址。',
      en: 'Check the name of the host, or write its IP address.',
    });
  }
  if (/EACCES|EPERM|ermission/.test(message)) {
    return found('bad', 'PORT_FORBIDDEN', `当前用户无权使用 ${name}。`, `This user may not use ${name}.`, {
      zh: '把用户加入 dialout、lp 或相应的组，然后重新登录。',
      en: 'Add the user to the group dialout, lp or the one that owns it, then log in again.',
    });
  }
  return found(
    'bad',
    'PORT_NOT_OPENED',
    `${name} 打不开：${message}`,
    `${name} cannot be opened: ${message}`,
    {
      zh: '检查电源和数据线；拔下重插后再试。',
      en: 'Check power and cable; pull it, put it back and try again.',
    },
  );
}
