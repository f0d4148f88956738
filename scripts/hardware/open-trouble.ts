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

function held(
  path: string,
  holders: readonly { readonly pid: number; readonly name: string | null }[],
): Finding {
  const who = holders.map(({ pid, name }) => `${name ?? '?'} (pid ${pid})`).join(', ');
  return found(
    'bad',
    'PORT_HELD',
    `${path} 正被另一个程序占用：${who}。`,
    `${path} is held by another program: ${who}.`,
    {
      zh: '先停止该程序（通常是设备服务本身：systemctl stop …），测试后再启动。',
      en: 'Stop that program first (usually the device host itself: systemctl stop …) and start it again after the test.',
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
  if (/lock|EBUSY|busy/i.test(message)) {
    return found('bad', 'PORT_HELD', `${name} 正被另一个程序占用。`, `${name} is held by another program.`, {
      zh: '先停止占用它的程序（通常是设备服务本身），测试后再启动。',
      en: 'Stop the program that has it (usually the device host itself) and start it again after the test.',
    });
  }
  if (/ECONNREFUSED/.test(message)) {
    return found('bad', 'PORT_REFUSED', `${name} 拒绝连接。`, `${name} refuses the connection.`, {
      zh: '设备通电了吗？端口号对吗？有的设备同时只接受一个连接。',
      en: 'Has the device power? Is the port number right? Some devices serve one connection at a time.',
    });
  }
  if (/no connection within|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN/.test(message)) {
    return found('bad', 'PORT_UNREACHABLE', `连不上 ${name}。`, `${name} cannot be reached.`, {
      zh: '检查网线、地址和网段（ping 该地址）。',
      en: 'Check the network cable, the address and the subnet (ping the address).',
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
