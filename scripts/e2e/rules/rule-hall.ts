import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { testConfig } from '@hall/queue-server/hall/testing/hall';
import { startTestServer, type TestServer } from '@hall/queue-server/hall/testing/server';
import type { CommandAnswer, CommandInput, CommandName, TicketSlip } from '@hall/shared/contracts/commands';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { citizenCheckCharacter, type Person } from '@hall/shared/contracts/identity';
import { CallMessage, CONTRACT_VERSION, topicOf } from '@hall/shared/contracts/messages';
import type { SettingsEdit } from '@hall/shared/contracts/settings';
import type { Text } from '@hall/shared/contracts/text';
import mqtt from 'mqtt';
import { Staff } from './staff.ts';

/** Monday; each scenario has a working day of its own, so nothing of another one is left in the lines. */
const FIRST_DAY = '2027-03-01';
const DAY_MS = 86_400_000;
/** The controlled clock looks at its file every 20 ms. */
const CLOCK_MS = 40;
const PATIENCE_MS = 10_000;

/** The rules as a manager changes them and staff meet them: a real hall server over HTTP, with a clock to set. */
export class RuleHall {
  readonly server: TestServer;
  readonly #folder: string;
  #day = -1;
  #clients = new Map<string, Staff>();
  #people = 0;
  #shown: ((edits: readonly SettingsEdit[]) => Promise<void>) | null = null;
  /** Paths that the present scenario has changed. */
  changed: string[] = [];

  private constructor(server: TestServer, folder: string) {
    this.server = server;
    this.#folder = folder;
  }

  static async start(): Promise<RuleHall> {
    const folder = mkdtempSync(path.join(tmpdir(), 'yichuang-rules-'));
    const clock = path.join(folder, 'clock');
    writeFileSync(clock, String(Date.parse(`${FIRST_DAY}T07:00:00+08:00`)));
    const server = await startTestServer({ config: testConfig(stayLoggedIn), clockControl: clock });
    return new RuleHall(server, folder);
  }

  /** Changes go through this, such as the editor page, instead of straight to the server. */
  through(editor: (edits: readonly SettingsEdit[]) => Promise<void>): void {
    this.#shown = editor;
  }

  /** The next working day at 09:00, everybody logged out. */
  async newDay(): Promise<void> {
    this.changed = [];
    this.#clients.clear();
    do this.#day += 1;
    while ((this.#day + 1) % 7 === 6 || (this.#day + 1) % 7 === 0);
    await this.at('09:00');
  }

  /** `YYYY-MM-DD` of this scenario, or of a day after it. */
  date(after = 0): string {
    return new Date(Date.parse(`${FIRST_DAY}T00:00:00Z`) + (this.#day + after) * DAY_MS)
      .toISOString()
      .slice(0, 10);
  }

  /** Monday 1 … Sunday 7. */
  get weekday(): number {
    return (this.#day % 7) + 1;
  }

  async at(clock: string, daysOn = 0): Promise<void> {
    this.#day += daysOn;
    if (daysOn > 0) this.#clients.clear();
    await this.#set(Date.parse(`${this.date()}T${clock}:00+08:00`));
  }

  async pass(seconds: number): Promise<void> {
    await this.#set((await this.now()) + seconds * 1000);
  }

  async now(): Promise<number> {
    return (await this.must('manager01', 'hall.read', {})).at;
  }

  async #set(at: number): Promise<void> {
    writeFileSync(path.join(this.#folder, 'clock'), String(at));
    await sleep(CLOCK_MS);
  }

  async #client(username: string): Promise<Staff> {
    const known = this.#clients.get(username);
    if (known) return known;
    const address = `127.0.1.${this.#day + 1}`;
    const client = await Staff.logIn(this.server.api, address, username, this.server.password(username));
    this.#clients.set(username, client);
    return client;
  }

  /** The session of somebody who is logged in today, for a browser. */
  async cookieOf(username: string): Promise<string> {
    return (await this.#client(username)).cookie;
  }

  async must<N extends CommandName>(
    username: string,
    name: N,
    input: CommandInput<N>,
  ): Promise<CommandAnswer<N>> {
    const reply = await (await this.#client(username)).command(name, input);
    if (!reply.ok) {
      throw new Error(`${username} ${name}: ${reply.problem.code} ${JSON.stringify(reply.problem)}`);
    }
    return reply.value;
  }

  /** The code of a refusal and its words; throws where the command goes through. */
  async refused<N extends CommandName>(
    username: string,
    name: N,
    input: CommandInput<N>,
  ): Promise<{ readonly code: string; readonly text: Text }> {
    const reply = await (await this.#client(username)).command(name, input);
    if (reply.ok) throw new Error(`${username} ${name} went through: ${JSON.stringify(reply.value)}`);
    return reply.problem;
  }

  /** What a manager does in the editor: sees the preview, makes the change, which counts at once. */
  async set(...edits: readonly { readonly path: string; readonly value?: unknown }[]): Promise<void> {
    const asked: SettingsEdit[] = edits.map(({ path: at, value }) => ({
      path: at.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
      ...(value === undefined ? {} : { value }),
    }));
    this.changed.push(...edits.map((edit) => edit.path));
    if (this.#shown) return this.#shown(asked);
    const { newest } = await this.must('manager01', 'settings.read', {});
    const preview = await this.must('manager01', 'settings.preview', { base: newest, edits: asked });
    if (!preview.possible) throw new Error(`not possible: ${JSON.stringify(preview)}`);
    await this.must('manager01', 'settings.change', { base: newest, edits: asked, reason: 'trial' });
  }

  /**
   * Nobody is left at a window at the end of the day: they would be carried over. Then back to the first version,
   * before the first number of the next day: numbers that were kept back may go to nobody else before.
   */
  async reset(): Promise<void> {
    await this.at('23:30');
    this.#clients.clear();
    const { windows } = await this.must('manager01', 'hall.read', {});
    for (const { id, clerk, servingState } of windows) {
      if (clerk === null) continue;
      if (servingState === 'called') await this.must(clerk, 'window.no-show', { window: id });
      if (servingState === 'serving') await this.must(clerk, 'window.finish', { window: id });
      await this.must(clerk, 'window.close', { window: id, anyway: true });
    }
    await this.#set(Date.parse(`${this.date(1)}T00:10:00+08:00`));
    const { newest } = await this.must('manager01', 'settings.read', {});
    if (newest === 1) return;
    const manager = await this.#client('manager01');
    const back = { version: 1, newest, reason: 'correction' as const };
    const reply = await manager.command('settings.roll-back', back);
    if (!reply.ok && reply.problem.code !== 'SETTINGS_UNCHANGED') {
      throw new Error(`no way back: ${JSON.stringify(reply.problem)}`);
    }
  }

  /** A number without paper, taken at the guide desk. */
  take(queue: string, more: Partial<CommandInput<'ticket.take'>> = {}): Promise<TicketSlip> {
    return this.must('guide01', 'ticket.take', { queue, paperless: true, ...more });
  }

  refusedTake(queue: string, more: Partial<CommandInput<'ticket.take'>> = {}) {
    return this.refused('guide01', 'ticket.take', { queue, paperless: true, ...more });
  }

  /** Somebody new, born in a year. */
  person(year = 1990): Person {
    this.#people += 1;
    const first = `339927${year}0101${String(this.#people).padStart(3, '0')}`;
    return {
      name: '测试',
      idNumber: first + citizenCheckCharacter(first),
      cardKind: 'resident',
      birth: `${year}-01-01`,
    };
  }

  async open(window: string, clerk: string): Promise<void> {
    await this.must(clerk, 'window.open', { window });
  }

  call(window: string, clerk: string, end?: boolean) {
    return this.must(clerk, 'window.call', { window, ...(end === undefined ? {} : { end }) });
  }

  /** Call, start and finish one person after another: for getting to somebody. */
  async serve(window: string, clerk: string): Promise<string> {
    const { number } = await this.call(window, clerk);
    await this.must(clerk, 'window.start', { window });
    await this.must(clerk, 'window.finish', { window });
    await this.pass(LOCK_S);
    return number;
  }

  /** What a machine asks over MQTT; must go through. */
  async atKiosk<N extends CommandName>(command: N, body: CommandInput<N>): Promise<void> {
    const kiosk = this.server.config.devices.find(({ kind }) => kind === 'kiosk')?.id as string;
    const client = await mqtt.connectAsync(this.server.mqttUrl, {
      ...{ username: kiosk, password: this.server.secret(kiosk), clientId: kiosk },
    });
    try {
      const hall = this.server.config.id;
      await client.subscribeAsync(topicOf(hall, 'answer', kiosk), { qos: 1 });
      const answered = new Promise<string>((resolve) => {
        client.once('message', (_topic, payload) => resolve(payload.toString()));
      });
      const at = await this.now();
      const ask = { v: CONTRACT_VERSION, at, id: `kiosk-${at}`, command, body, validUntil: at + 10_000 };
      await client.publishAsync(topicOf(hall, 'ask', kiosk), JSON.stringify(ask), { qos: 1 });
      const answer = JSON.parse(await answered) as { ok: boolean };
      if (!answer.ok) throw new Error(`${kiosk} ${command}: ${JSON.stringify(answer)}`);
    } finally {
      await client.endAsync();
    }
  }

  /** Waits until a reading is what it should become; the hall's timers look once a second. */
  async until<T>(read: () => Promise<T>, wanted: T): Promise<T> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const value = await read();
      if (value === wanted || Date.now() > end) return value;
      await sleep(100);
    }
  }

  /** The announcement that an act makes: how long it is good for, seconds. */
  async announcement(act: () => Promise<unknown>): Promise<{ readonly lasts: number }> {
    const client = await mqtt.connectAsync(this.server.mqttUrl, {
      username: 'wall-1',
      password: this.server.secret('wall-1'),
      clientId: 'wall-1',
    });
    try {
      await client.subscribeAsync(topicOf(this.server.config.id, 'call', '+'), { qos: 1 });
      const told = new Promise<string>((resolve) => {
        client.once('message', (_topic, payload) => resolve(payload.toString()));
      });
      await act();
      const { at, validUntil } = CallMessage.parse(JSON.parse(await told));
      return { lasts: Math.round((validUntil - at) / 1000) };
    } finally {
      await client.endAsync();
    }
  }

  /** All that the hall says about a ticket, in Chinese. */
  async story(ticket: string): Promise<string> {
    const { entries } = await this.must('manager01', 'ticket.read', { ticket });
    return entries.map((entry) => entry.says.zh).join('；');
  }

  /** What the log says of the newest change: who, what, before, after. */
  async logged(): Promise<string> {
    const { versions } = await this.must('manager01', 'settings.history', {});
    const newest = versions[0];
    return newest ? `${newest.actor}: ${JSON.stringify(newest.changes)}` : '';
  }

  async stop(): Promise<void> {
    await this.server.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** The clock jumps by hours: nobody is logged out for it. */
function stayLoggedIn(config: HallConfig): HallConfig {
  return {
    ...config,
    access: { ...config.access, sessionHours: 24, idleMinutes: 720, deskIdleMinutes: 1440 },
  };
}

/** Behind the demo hall's lock between two calls [K1]. */
export const LOCK_S = 11;
