import type { Finding } from '@hall/shared/contracts/health';
import { attention, finding, good, listed, trouble, words } from '../finding.ts';

/** What the doctor asks of a machine before and beside a hall. All pure: facts in, findings out. */

/** Has the hash of passwords, and runs TypeScript without a build. */
const NODE_LEAST = [24, 7] as const;

export function checkNode(version: string): Finding[] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [least, leastMinor] = NODE_LEAST;
  const old = major < least || (major === least && minor < leastMinor);
  return [
    finding(
      'node',
      old ? 'trouble' : 'good',
      words(`Node 版本 ${version}。`, `Node is ${version}.`),
      words(
        '用 npm run … 启动，它会使用随附的 Node 24。',
        'Start with npm run …: it brings Node 24 of its own.',
      ),
    ),
  ];
}

/** Who holds a port, as far as one can see without being root. */
export interface PortFacts {
  readonly port: number;
  readonly use: string;
  readonly held: 'free' | 'our-hall' | 'other' | 'forbidden';
}

/** From here on the system gives ports to outgoing connections, on most Linux systems. */
const EPHEMERAL_FROM = 32_768;

export function checkPorts(ports: readonly PortFacts[]): Finding[] {
  return ports.map(({ port, use, held }) => {
    const id = `port-${port}`;
    if (held === 'other') {
      return trouble(
        id,
        words(`端口 ${port}（${use}）被其他程序占用。`, `Port ${port} (${use}) is taken by another program.`),
        words(
          `运行 ss -ltnp 'sport = :${port}' 找到它并停掉，或在设置中换端口。`,
          `Find it with ss -ltnp 'sport = :${port}' and stop it, or choose another port in the settings.`,
        ),
      );
    }
    if (held === 'forbidden') {
      return trouble(
        id,
        words(`本用户不能使用端口 ${port}（${use}）。`, `This user may not open port ${port} (${use}).`),
        words('改用 1024 以上的端口。', 'Choose a port above 1023.'),
      );
    }
    if (port >= EPHEMERAL_FROM) {
      return attention(
        id,
        words(
          `端口 ${port}（${use}）可能被外发连接占用。`,
          `Port ${port} (${use}) may be taken by an outgoing connection.`,
        ),
        words('改用 32768 以下的端口。', 'Choose a port below 32768.'),
      );
    }
    return good(
      id,
      held === 'our-hall'
        ? words(`端口 ${port}（${use}）由本大厅使用。`, `Port ${port} (${use}) is held by our hall.`)
        : words(`端口 ${port}（${use}）空闲。`, `Port ${port} (${use}) is free.`),
    );
  });
}

export interface PackageFacts {
  readonly name: string;
  readonly there: boolean;
  readonly need: 'needed' | 'screens' | 'optional';
  readonly forWhat: { readonly zh: string; readonly en: string };
}

export function checkPackages(packages: readonly PackageFacts[]): Finding[] {
  return packages
    .filter((entry) => entry.need !== 'optional' || entry.there)
    .map(({ name, there, need, forWhat }) => {
      const id = `package-${name.replaceAll(/[^a-z0-9]+/g, '-')}`;
      if (there) {
        return good(id, words(`已装 ${name}（${forWhat.zh}）。`, `${name} is there (${forWhat.en}).`));
      }
      return finding(
        id,
        need === 'needed' ? 'trouble' : 'attention',
        words(`没有 ${name}（${forWhat.zh}）。`, `${name} is missing (${forWhat.en}).`),
        words(
          `运行 apt-get install ${name}；不接屏幕的服务器可不装。`,
          `Run apt-get install ${name}; a server without screens can do without.`,
        ),
      );
    });
}

export interface DatabaseFacts {
  readonly name: string;
  readonly state: 'missing' | 'sound' | 'unreadable' | 'damaged';
  readonly schema: number;
  /** Newest schema that this program knows; null where it does not say. */
  readonly known: number | null;
}

export function checkDatabases(databases: readonly DatabaseFacts[]): Finding[] {
  if (databases.every((database) => database.state === 'missing')) {
    return [
      good(
        'databases',
        words('还没有数据库，首次启动时建立。', 'There are no databases yet: the first start makes them.'),
      ),
    ];
  }
  return databases.map(({ name, state, schema, known }) => {
    const id = `database-${name}`;
    const restore = words(
      '停下大厅，不要删除任何文件，按应急手册从备份恢复。',
      'Stop the hall, delete nothing, restore as the incident sheet says.',
    );
    switch (state) {
      case 'missing':
        return trouble(id, words(`缺少 ${name}.db。`, `${name}.db is missing.`), restore);
      case 'damaged':
        return trouble(id, words(`${name}.db 已损坏。`, `${name}.db is damaged.`), restore);
      case 'unreadable':
        return trouble(
          id,
          words(`${name}.db 打不开。`, `${name}.db cannot be opened.`),
          words(
            '检查文件归属：应属于运行大厅的用户。',
            'See whose file it is: it belongs to the user who runs the hall.',
          ),
        );
      default:
        return known !== null && schema > known
          ? trouble(
              id,
              words(
                `${name}.db 是更新版本写的（${schema} > ${known}）。`,
                `${name}.db was written by a newer program (${schema} > ${known}).`,
              ),
              words(
                '启动较新的程序，或从升级前的备份恢复。',
                'Start the newer program, or restore the backup from before the upgrade.',
              ),
            )
          : good(id, words(`${name}.db 完好（结构 ${schema}）。`, `${name}.db is sound (schema ${schema}).`));
    }
  });
}

export interface PortDeviceFacts {
  /** `/dev/ttyUSB0`, `/dev/hidraw0`. */
  readonly path: string;
  readonly usable: boolean;
}

export function checkDevicePorts(ports: readonly PortDeviceFacts[], group: string): Finding[] {
  if (ports.length === 0) {
    return [
      good('device-ports', words('本机没有串口或 HID 设备。', 'No serial or HID devices on this machine.')),
    ];
  }
  const closed = ports.filter((port) => !port.usable).map((port) => port.path);
  if (closed.length === 0) {
    return [
      good(
        'device-ports',
        words(
          `本用户可用 ${ports.length} 个设备端口。`,
          `This user may open all ${ports.length} device ports.`,
        ),
      ),
    ];
  }
  return [
    attention(
      'device-ports',
      words(`本用户不能打开 ${listed(closed, 'zh')}。`, `This user may not open ${listed(closed, 'en')}.`),
      words(
        `运行 usermod -aG ${group} 用户名 后重新登录（仅接设备的机器需要）。`,
        `Run usermod -aG ${group} USER and log in again (only where devices are plugged in).`,
      ),
    ),
  ];
}

export function checkNetwork(addresses: readonly string[]): Finding[] {
  return [
    addresses.length === 0
      ? attention(
          'network',
          words('没有局域网地址。', 'There is no address on a network.'),
          words('接上网线，并给服务器固定地址。', 'Plug the cable in and give the server a fixed address.'),
        )
      : good(
          'network',
          words(
            `局域网地址：${listed(addresses, 'zh')}。`,
            `Addresses on the network: ${listed(addresses, 'en')}.`,
          ),
        ),
  ];
}

/** `problems` are lines of `file:line: path: reason`. */
export function checkConfig(file: string, problems: readonly string[]): Finding[] {
  const [first] = problems;
  if (first === undefined) {
    return [good('config', words(`配置 ${file} 有效。`, `The configuration ${file} is valid.`))];
  }
  const more = problems.length > 1 ? problems.length - 1 : 0;
  return [
    trouble(
      'config',
      words(
        `配置有误：${first}${more ? `（另有 ${more} 处）` : ''}`,
        `The configuration has a mistake: ${first}${more ? ` (and ${more} more)` : ''}`,
      ),
      words('按所示行改正后再试。', 'Mend the line that is named, then try again.'),
    ),
  ];
}

/** Built pages are part of what is installed: a production start builds nothing that is there. */
export function checkPages(missing: readonly string[], stale: readonly string[]): Finding[] {
  if (missing.length > 0) {
    return [
      attention(
        'pages',
        words(
          `页面还没有构建：${listed(missing, 'zh')}。`,
          `Pages are not built yet: ${listed(missing, 'en')}.`,
        ),
        words('首次 npm run hall 会自动构建。', 'The first npm run hall builds them.'),
      ),
    ];
  }
  return [
    stale.length > 0
      ? attention(
          'pages',
          words(
            `页面比程序旧：${listed(stale, 'zh')}。`,
            `Pages are older than the program: ${listed(stale, 'en')}.`,
          ),
          words(
            '运行 npm run upgrade，或删除 dist 后再启动。',
            'Run npm run upgrade, or remove the dist folders before the next start.',
          ),
        )
      : good('pages', words('页面已构建。', 'Pages are built.')),
  ];
}
