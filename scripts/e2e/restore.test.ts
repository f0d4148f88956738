import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { loadHallKeys } from '@hall/queue-server/hall/vault/hall-key';
import { Vault } from '@hall/queue-server/hall/vault/vault';
import { topicOf } from '@hall/shared/contracts/messages';
import { keptKey, TopicStore } from '@hall/shared/ui/screen/topic-store.ts';
import Database from 'better-sqlite3';
import mqtt from 'mqtt';
import { expect, it, onTestFinished } from 'vitest';
import { benchConfig } from '../bench/processes.ts';
import { DeviceClient } from '../crowd/device-client.ts';
import { StaffClient } from '../crowd/http-client.ts';
import { HallChild } from '../launch/child.ts';
import { ROOT } from '../launch/options.ts';
import { eventually } from './demo-hall.ts';

/** The drill: a hall at work is backed up, goes on, loses its disk, and is brought back. */

const run = promisify(execFile);
const npmRun = (script: string, ...args: string[]) =>
  run(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    path.join(ROOT, `scripts/${script}.ts`),
    ...args,
  ]);

const QUEUE = 'invoices';
/** Numbers begin anew with each day. */
const numberOf = ({ day, number }: { readonly day: string; readonly number: string }) => `${day} ${number}`;
const LOAD = 6;
/** Two starts and four programs; a crowded machine takes four times as long as a free one. */
const DRILL_MS = 120_000;
const WANG = { name: '王小明', idNumber: '11010519491231002X', cardKind: 'resident' } as const;
const LI = { name: '李芳', idNumber: '110101199003077571', cardKind: 'resident' } as const;

interface Ready {
  readonly hall: string;
  readonly demo: {
    readonly logins: { username: string; password: string }[];
    readonly devices: { id: string; secret: string }[];
  };
}

it(
  'a hall that lost its disk comes back: new epoch, no number twice, the forgotten stay forgotten',
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'yichuang-restore-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const at = (name: string) => path.join(folder, name);
    for (const name of ['disk', 'stick']) mkdirSync(at(name));

    // The administrator makes the key pair and takes the private half away.
    const init = await npmRun('backup', 'init', '--identity', at('stick/key.txt'), '--data', folder);
    const recipient = /recipient: (age1\S+)/.exec(init.stdout)?.[1] as string;
    const backup = {
      folder: at('disk'),
      recipient,
      at: '23:59',
      keepDaily: 3,
      keepWeekly: 0,
      sameDisk: true,
    };
    const config = benchConfig((demo) => ({ ...demo, backup }));
    writeFileSync(at('hall.yaml'), JSON.stringify(config));
    writeFileSync(at('platform-credential'), 'x'.repeat(43), { mode: 0o600 });
    // The same ports after the restore: screens and machines look for their hall where it was.
    const [port, mqttPort] = [await freePort(), await freePort()];
    const hallProcess = () =>
      new HallChild({
        name: 'hall',
        script: path.join(ROOT, 'queue-server/hall/main.ts'),
        args: [
          ...['--config', at('hall.yaml'), '--data', at('hall'), '--keys', at('keys'), '--demo'],
          ...['--port', String(port), '--mqtt-port', String(mqttPort), '--ready-file', at('ready.json')],
          ...[
            '--platform-url',
            'http://127.0.0.1:9',
            '--platform-credential-file',
            at('platform-credential'),
          ],
          ...['--log-file', at('hall.log'), '--demo-hours', 'always'],
        ],
        readyFile: at('ready.json'),
        logFolder: folder,
      });
    let hall = hallProcess();
    onTestFinished(() => hall.stop());
    const ready = await hall.start<Ready>();
    const api = `http://127.0.0.1:${port}/api/v1`;
    const as = (role: string) => {
      const username = config.staff.find((member) => member.roles.includes(role as never))?.username ?? '';
      const password = ready.demo.logins.find((login) => login.username === username)?.password ?? '';
      return StaffClient.login(api, username, password);
    };
    const secret = (id: string) => ready.demo.devices.find((device) => device.id === id)?.secret ?? '';
    const [guide, admin] = [await as('guide'), await as('administrator')];

    const screen = new TopicStore(ready.hall);
    const wall = await mqtt.connectAsync(`mqtt://127.0.0.1:${mqttPort}`, {
      ...{ protocolVersion: 4, clientId: 'wall-1', username: 'wall-1', password: secret('wall-1') },
      reconnectPeriod: 300,
    });
    onTestFinished(() => void wall.end(true));
    wall.on(
      'message',
      (topic, payload, packet) => void screen.accept(topic, payload, packet.retain, Date.now()),
    );
    await wall.subscribeAsync(
      (['server', 'board', 'queue'] as const).map((name) =>
        topicOf(ready.hall, name, name === 'server' ? undefined : '+'),
      ),
    );
    const kiosk = await DeviceClient.connect(
      `mqtt://127.0.0.1:${mqttPort}`,
      ready.hall,
      'kiosk-1',
      secret('kiosk-1'),
    );
    onTestFinished(() => kiosk.close());
    /** Epoch and position as the heartbeat on a screen has them. */
    const beat = () => screen.snapshot().get('server') as { epoch: string; seq: number };
    const shown = () =>
      screen.snapshot().get(keptKey('queue', QUEUE)) as { epoch: string; seq: number; waiting: number };

    const given = new Map<string, string>();
    const take = async (key: string, person?: typeof WANG | typeof LI) => {
      const taken = await guide.command(
        'ticket.take',
        { queue: QUEUE, paperless: true, ...(person ? { person } : {}) },
        key,
      );
      if (!taken.ok) throw new Error(taken.problem.code);
      given.set(taken.value.ticket, numberOf(taken.value));
      return taken.value;
    };
    const wang = await take('restore-wang', WANG);
    await take('restore-li', LI);

    // Under load: the backup is made by the hall itself, beside its work.
    let loaded = true;
    let serial = 0;
    const load = Promise.all(
      Array.from({ length: LOAD }, async () => {
        for (; loaded && given.size < 90; ) {
          await take(`restore-load-${++serial}`);
          await sleep(40);
        }
      }),
    );
    expect(await admin.command('backup.run', {}, 'restore-backup')).toMatchObject({ ok: true });
    const report = await eventually(async () => {
      const listed = await admin.command('backup.list', {});
      return listed.ok && listed.value.state !== 'never' && !listed.value.running && listed.value;
    });
    expect(report).toMatchObject({ state: 'good', lastTry: { trouble: null } });
    loaded = false;
    await load;
    const file = path.join(at('disk'), report.backups[0]?.file as string);
    const checked = await npmRun('backup', 'verify', file, '--identity', at('stick/key.txt'));
    expect(checked.stdout).toMatch(/is sound/);

    // The day goes on; somebody asks to be forgotten.
    const late = await take('restore-late');
    for (let i = 0; i < 5; i += 1) await take(`restore-more-${i}`);
    const keysAt = report.personKeysAt as number;
    // Whoever still waits is not forgotten: the ticket first.
    expect(await guide.command('ticket.cancel', { ticket: wang.ticket, reason: 'person' })).toMatchObject({
      ok: true,
    });
    const forgot = await (await as('manager')).command(
      'privacy.forget',
      { idNumber: WANG.idNumber, reason: 'person-asked' },
      'restore-forget',
    );
    expect(forgot, JSON.stringify(forgot)).toMatchObject({ ok: true });
    await eventually(async () => {
      const listed = await admin.command('backup.list', {});
      return listed.ok && !listed.value.running && (listed.value.personKeysAt as number) > keysAt;
    });
    await eventually(async () => beat().seq > (report.backups[0]?.seq ?? 0) + 6);
    const before = beat();
    expect(shown().epoch).toBe(before.epoch);
    // The kiosk had a ticket too, whose report is still to come.
    const paper = await kiosk.ask('ticket.take', { queue: 'enquiry' }, 'restore-kiosk-1');
    if (!paper.ok) throw new Error(paper.problem.code);
    given.set(paper.value.ticket, numberOf(paper.value));

    process.kill(hall.pid as number, 'SIGKILL');
    await hall.stop();
    rmSync(at('hall'), { recursive: true });

    const restored = await npmRun(
      'restore',
      ...['--from', file, '--identity', at('stick/key.txt'), '--data', folder],
    );
    expect(restored.stdout).toMatch(/the new epoch is [0-9a-f]{8}/);
    expect(readdirSync(folder).filter((name) => name.startsWith('hall.before'))).toEqual([]);
    const verified = await npmRun('ledger', 'verify', '--data', folder);
    expect(verified.stdout).toMatch(/sound/);

    hall = hallProcess();
    await hall.start<Ready>();
    // Screens come back by themselves, believe the lower position of the new epoch, and are right.
    await eventually(async () => beat().epoch !== before.epoch && shown().epoch === beat().epoch);
    expect(beat().seq).toBeLessThan(before.seq);
    const view = await (await as('manager')).command('hall.read', {});
    const waiting = view.ok ? view.value.queues.find((queue) => queue.id === QUEUE)?.waiting : null;
    await eventually(async () => shown().waiting === waiting);

    // What belongs to the lost hours is answered sensibly, in the new epoch.
    const sayPrinted = () =>
      kiosk.ask('ticket.report-print', {
        ticket: paper.value.ticket,
        ordinal: 1,
        report: { outcome: 'printed', proof: 'status' },
      });
    let lost = await sayPrinted();
    // The kiosk's own line may come back after the screens'.
    await eventually(async () => {
      if (!lost.ok && lost.problem.code === 'SERVER_AWAY') lost = await sayPrinted();
      return lost.ok || lost.problem.code !== 'SERVER_AWAY';
    });
    expect(lost).toMatchObject({ ok: false, problem: { code: 'TICKET_UNKNOWN' } });
    const again = await kiosk.ask('ticket.take', { queue: 'enquiry' }, 'restore-kiosk-1');
    expect(again.ok && [...given.values()].includes(numberOf(again.value))).toBe(false);
    expect(await guide.command('ticket.take', { queue: QUEUE, paperless: true })).toMatchObject({
      ok: false,
      problem: { code: expect.stringMatching(/NOT_LOGGED_IN|SESSION/) },
    });
    const newGuide = await as('guide');
    const unknown = await newGuide.command('ticket.read', { ticket: late.ticket });
    expect(unknown).toMatchObject({ ok: false, problem: { code: 'TICKET_UNKNOWN' } });
    for (let i = 0; i < 8; i += 1) {
      const taken = await newGuide.command('ticket.take', { queue: QUEUE, paperless: true });
      expect(taken.ok && [...given.values()].includes(numberOf(taken.value))).toBe(false);
    }
    const told = await (await as('administrator')).command('backup.list', {});
    expect(told.ok && told.value.restored).toMatchObject({ from: report.backups[0]?.at });
    await hall.stop();

    // Whoever was forgotten after the backup is unreadable in what came back; others are not.
    const vaultFile = path.join(at('hall'), 'vault.db');
    const vault = new Vault(
      vaultFile,
      loadHallKeys(at('keys/hall.key'), vaultFile),
      config.privacy.cipherSuite,
    );
    const ledger = new Database(path.join(at('hall'), 'ledger.db'), { readonly: true });
    const people = ledger
      .prepare(
        "SELECT data ->> 'personRef' AS ref FROM events WHERE type = 'ticket.taken' AND data ->> 'personRef' IS NOT NULL",
      )
      .all() as { ref: string }[];
    const names = people.map(
      ({ ref }) => vault.person(ref, { actor: 'test', purpose: 'sync-case', at: 0 })?.name ?? null,
    );
    ledger.close();
    vault.close();
    expect(names).toEqual([null, LI.name]);
    console.log(
      `${given.size} tickets before the loss, backup at event ${report.backups[0]?.seq} of ${before.seq}`,
    );
  },
  DRILL_MS,
);

/** A free port below those of outgoing connections. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
}
