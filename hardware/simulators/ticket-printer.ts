import type { Duplex } from 'node:stream';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';
import { type FaultyListener, listenWithFaults, type SimulatorLines } from './simulator-port.ts';
import {
  automaticAnswer,
  ejectorAnswer,
  fullAnswer,
  isOffline,
  realtimeAnswer,
  type Sensors,
} from './ticket-printer/answers.ts';
import type {
  TicketPrinterSimulator,
  TicketPrinterSimulatorOptions,
  TicketPrinterSimulatorState,
} from './ticket-printer/controls.ts';
import { carryOut, type TicketPrinterFault } from './ticket-printer/faults.ts';
import { type Action, type Counters, Interpreter } from './ticket-printer/interpreter.ts';
import { modelOf, type PrinterModel } from './ticket-printer/model.ts';
import { PaperPath } from './ticket-printer/paper-path.ts';
import type { Piece, SimulatedTicket } from './ticket-printer/piece.ts';
import { type RealtimeCommand, RealtimeScanner } from './ticket-printer/realtime.ts';
import { RowTriggers } from './ticket-printer/row-triggers.ts';
import { type AnswerManner, Voice } from './ticket-printer/voice.ts';

export type * from './ticket-printer/controls.ts';
export type { TicketPrinterFault, TicketPrinterFaultKind } from './ticket-printer/faults.ts';
export { drawFault, TICKET_PRINTER_FAULT_KINDS } from './ticket-printer/faults.ts';
export { SIMULATED_MODELS, type SimulatedModelName } from './ticket-printer/model.ts';
export type { PaperPlace, SimulatedTicket } from './ticket-printer/piece.ts';

/** Receive buffer of a common receipt printer; when it is full the line is held. */
const BUFFER_BYTES = 64 * 1024;
/** How often the mechanism moves when a speed is set. */
const TICK_MS = 40;

/** A receipt printer on a TCP port; faults and paper are handled from outside, as a person would. */
export async function startTicketPrinterSimulator(
  options: TicketPrinterSimulatorOptions = {},
): Promise<TicketPrinterSimulator> {
  const printer = new SimulatedPrinter(options);
  await printer.plugIn();
  return printer;
}

class SimulatedPrinter implements TicketPrinterSimulator {
  port: number;
  private readonly options: TicketPrinterSimulatorOptions;
  private readonly model: PrinterModel;
  private readonly clock: Clock;
  private readonly bufferBytes: number;
  private readonly interpreter: Interpreter;
  private readonly realtime = new RealtimeScanner();
  private readonly voice: Voice;
  private listener: FaultyListener | undefined;
  /** The first is served; others wait until it closes, as on a real network port. */
  private sockets: Duplex[] = [];
  private readonly cables = new Set<Duplex>();
  private readonly path: PaperPath;
  private consumed: Uint8Array[] = [];
  private garbledBefore = 0;
  private pendingRows: Uint8Array[] = [];
  private pendingCut = false;
  private cancelTick: (() => void) | undefined;
  private rowsPerSecond: number | undefined;
  private rowsLeft = Number.POSITIVE_INFINITY;
  private bytesToPowerCut = Number.POSITIVE_INFINITY;
  private readonly triggers = new RowTriggers();
  private automaticMask = 0;
  private lastAutomatic = '';
  private coverOpen = false;
  private nearEnd = false;
  private jamNext = false;
  private cutterFault = false;
  private stuckOffline = false;

  constructor(options: TicketPrinterSimulatorOptions) {
    this.options = options;
    this.model = modelOf(options);
    this.clock = options.clock ?? systemClock;
    const widthDots = options.widthDots ?? 576;
    this.bufferBytes = options.bufferBytes ?? BUFFER_BYTES;
    this.port = options.port ?? 0;
    this.rowsPerSecond = options.rowsPerSecond;
    this.interpreter = new Interpreter(widthDots, BUFFER_BYTES);
    this.path = new PaperPath({
      widthDots,
      presenter: this.model.presenter,
      onNextTicket: options.onNextTicket ?? 'eject',
      clock: this.clock,
      now: options.now ?? Date.now,
      onChange: () => options.onChange?.(),
    });
    this.voice = new Voice(this.clock, options.random ?? Math.random, (bytes) => {
      const line = this.sockets[0];
      if (this.isOn() && line?.writable) line.write(bytes);
    });
  }

  get tickets(): readonly SimulatedTicket[] {
    return this.path.pieces;
  }

  get counters(): Readonly<Counters> {
    return this.interpreter.counters;
  }

  get state(): TicketPrinterSimulatorState {
    const sensors = this.sensors();
    return {
      power: this.isOn(),
      coverOpen: this.coverOpen,
      paper: sensors.paper,
      jammed: this.cutterFault || this.jamNext,
      mute: this.voice.manner.kind === 'never',
      answers: this.voice.manner.kind,
      stuckOffline: this.stuckOffline,
      ticketInOutput: sensors.ticketInOutput,
      printing: sensors.moving,
      connected: this.sockets.length > 0,
    };
  }

  get lines(): SimulatorLines {
    const { listener, clock } = this;
    if (listener === undefined) throw new Error('the printer was never plugged in');
    return {
      get faults() {
        return listener.faults;
      },
      get powered() {
        return listener.powered;
      },
      setFaults: listener.setFaults,
      cut: listener.cut,
      powerOff: async (forMs) => {
        await this.powerCut();
        if (forMs !== undefined) clock.after(forMs, () => void this.powerOn().catch(() => undefined));
      },
      powerOn: () => this.powerOn(),
      onChange: listener.onChange,
    };
  }

  openCover(): void {
    this.coverOpen = true;
    this.changed();
  }

  closeCover(): void {
    this.coverOpen = false;
    this.changed();
  }

  openCoverAfter(rows: number): void {
    this.triggers.after('cover', rows, () => this.openCover());
  }

  takePaper(): void {
    this.paperOutAfter(0);
  }

  loadPaper(rows = Number.POSITIVE_INFINITY): void {
    this.rowsLeft = rows;
    this.nearEnd = false;
    this.changed();
  }

  paperOutAfter(rows: number): void {
    if (rows <= 0) this.path.letGo();
    this.rowsLeft = Math.max(0, rows);
    this.changed();
  }

  setPaperNearEnd(near: boolean): void {
    this.nearEnd = near;
    this.changed();
  }

  jam(): void {
    this.jamNext = true;
    this.changed();
  }

  clearJam(): void {
    this.jamNext = false;
    this.cutterFault = false;
    this.changed();
  }

  setMute(mute: boolean): void {
    this.setAnswers({ kind: mute ? 'never' : 'normal' });
  }

  setAnswers(manner: AnswerManner): void {
    this.voice.manner = manner;
    this.changed();
  }

  setStuckOffline(stuck: boolean): void {
    this.stuckOffline = stuck;
    this.changed();
  }

  setSpeed(rowsPerSecond: number | undefined): void {
    this.rowsPerSecond = rowsPerSecond;
  }

  powerCutAfter(rows: number): void {
    this.triggers.after('power', rows, () => void this.powerCut());
  }

  powerCutAfterBytes(bytes: number): void {
    this.bytesToPowerCut = bytes;
    if (bytes <= 0) void this.powerCut();
  }

  async powerCut(): Promise<void> {
    this.triggers.clear();
    this.bytesToPowerCut = Number.POSITIVE_INFINITY;
    this.cancelTick?.();
    this.cancelTick = undefined;
    this.path.stopWaiting();
    this.voice.hush();
    this.interpreter.powerUp();
    this.realtime.reset();
    this.pendingRows = [];
    this.pendingCut = false;
    this.consumed = [];
    this.automaticMask = 0;
    const off = this.listener?.powerOff();
    this.options.onChange?.();
    await off;
  }

  async powerOn(): Promise<void> {
    if (this.isOn()) return;
    await this.listener?.powerOn();
    for (const socket of this.sockets) socket.resume();
    this.changed();
  }

  async plugIn(): Promise<void> {
    const { seed } = this.options;
    this.listener = await listenWithFaults(
      { port: this.port, clock: this.clock, ...(seed === undefined ? {} : { seed }) },
      (stream) => this.accept(stream),
      () => {
        const connections = this.sockets.filter((socket) => !this.cables.has(socket));
        this.sockets = this.sockets.filter((socket) => this.cables.has(socket));
        for (const socket of connections) socket.destroy();
      },
    );
    this.port = this.listener.address.port;
    this.changed();
  }

  attach(stream: Duplex): void {
    if (this.listener === undefined) throw new Error('the printer was never plugged in');
    const cable = this.listener.wrap(stream);
    this.cables.add(cable);
    cable.once('close', () => this.cables.delete(cable));
    this.accept(cable);
  }

  tear(): readonly SimulatedTicket[] {
    this.path.letGo();
    return this.path.take((piece) => piece.heightDots > 0);
  }

  takeTickets(): readonly SimulatedTicket[] {
    return this.path.take((piece) => piece.cut);
  }

  inject(fault: TicketPrinterFault): void {
    carryOut(fault, this, this.triggers);
  }

  async repair(): Promise<void> {
    this.triggers.clear();
    this.bytesToPowerCut = Number.POSITIVE_INFINITY;
    if (this.stuckOffline) {
      await this.powerCut();
      this.stuckOffline = false;
    }
    this.coverOpen = false;
    this.jamNext = false;
    this.cutterFault = false;
    this.voice.manner = { kind: 'normal' };
    this.loadPaper();
    await this.powerOn();
  }

  async close(): Promise<void> {
    await this.powerCut();
    for (const socket of this.sockets.splice(0)) socket.destroy();
    await this.listener?.close();
  }

  private isOn(): boolean {
    return this.listener?.powered ?? false;
  }

  private sensors(): Sensors {
    return {
      paper: this.rowsLeft <= 0 ? 'out' : this.nearEnd ? 'near-end' : 'ok',
      coverOpen: this.coverOpen,
      cutterFault: this.cutterFault,
      stuckOffline: this.stuckOffline,
      ticketInOutput: this.path.ticketInOutput,
      moving: this.pendingRows.length > 0 || this.cancelTick !== undefined,
    };
  }

  private accept(socket: Duplex): void {
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.sockets = this.sockets.filter((other) => other !== socket);
      this.sockets[0]?.resume();
      this.options.onChange?.();
    });
    socket.on('data', (bytes) => this.receive(socket, bytes));
    this.sockets.push(socket);
    if (this.sockets.length > 1) socket.pause();
    this.options.onChange?.();
  }

  private receive(socket: Duplex, bytes: Uint8Array): void {
    if (!this.isOn()) return;
    const heard = bytes.subarray(0, this.bytesToPowerCut);
    this.bytesToPowerCut -= heard.length;
    for (const command of this.realtime.scan(heard)) this.obey(command);
    this.interpreter.push(heard);
    this.run();
    if (this.bytesToPowerCut <= 0) void this.powerCut();
    else if (this.isFull()) socket.pause();
  }

  private obey(command: RealtimeCommand): void {
    if (command.kind === 'recover' && command.n === 2) this.interpreter.clear();
    if (command.kind !== 'status') return;
    const custom = this.model.family === 'custom';
    if (custom && command.n === 0x14) this.voice.say(fullAnswer(this.sensors()));
    else if (!custom) this.voice.say(realtimeAnswer(command.n, this.sensors()) ?? []);
  }

  private sendAutomatic(): void {
    if (this.automaticMask === 0 || !this.isOn()) return;
    const status = automaticAnswer(this.sensors());
    if (status.join() === this.lastAutomatic) return;
    this.lastAutomatic = status.join();
    this.voice.say(status);
  }

  private changed(): void {
    this.sendAutomatic();
    this.run();
    this.options.onChange?.();
  }

  private canPrint(): boolean {
    return this.isOn() && !isOffline(this.sensors());
  }

  /** Moves as far as paper, cover, cutter and speed allow. */
  private run(): void {
    if (this.cancelTick) return;
    while (this.canPrint()) {
      if (this.pendingRows.length > 0) {
        if (this.rowsPerSecond !== undefined) {
          this.tick(this.rowsPerSecond);
          return;
        }
        this.printRows(this.pendingRows.length);
      } else if (this.pendingCut) this.finishCut();
      else if (!this.interpretOne()) break;
    }
    if (!this.isFull() && this.sockets[0]?.isPaused()) this.sockets[0].resume();
  }

  /** A command larger than the buffer is still taken in: printers burn an image while it arrives. */
  private isFull(): boolean {
    const isHungry = this.canPrint() && this.pendingRows.length === 0 && !this.pendingCut;
    return !isHungry && this.interpreter.buffered > this.bufferBytes;
  }

  private tick(rowsPerSecond: number): void {
    const since = this.clock.now();
    this.cancelTick = this.clock.after(TICK_MS, () => {
      this.cancelTick = undefined;
      // By the time that passed: on a busy machine a timer is late, and a motor is not.
      let rows = Math.max(1, Math.round((rowsPerSecond * (this.clock.now() - since)) / 1_000));
      // Text comes row by row of dots, but one line is no unit of the motor: go on within the same tick.
      while (rows > 0 && this.canPrint() && this.pendingRows.length > 0) {
        rows -= this.printRows(rows);
        while (this.pendingRows.length === 0 && !this.pendingCut && this.canPrint() && this.interpretOne());
      }
      this.run();
      this.options.onChange?.();
    });
  }

  private interpretOne(): boolean {
    const step = this.interpreter.step();
    if (step) {
      this.consumed.push(step.bytes);
      this.perform(step.action);
    }
    return step !== undefined;
  }

  private perform(action: Action): void {
    switch (action.kind) {
      case 'rows':
        this.pendingRows = action.rows;
        return;
      case 'cut':
        this.pendingCut = true;
        return;
      case 'automatic-status':
        if (!this.model.automaticStatus) return;
        this.automaticMask = action.mask;
        this.lastAutomatic = '';
        this.sendAutomatic();
        return;
      case 'send-paper-status':
        this.voice.say([this.sensors().paper === 'near-end' ? 0x03 : 0x00]);
        return;
      case 'completion':
        if (this.model.completion) this.voice.say([0x37, 0x22, ...action.id, 0x00]);
        return;
      case 'ejector':
        this.eject(action);
        return;
      case 'nothing':
        return;
    }
  }

  private eject({ n, timeUnits }: Extract<Action, { kind: 'ejector' }>): void {
    if (!this.model.presenter) {
      this.interpreter.counters.unknown += 1;
      return;
    }
    if (n === 6) {
      this.voice.say(ejectorAnswer(this.sensors()));
      return;
    }
    // Present, retract and eject cut first what is not cut yet (escpos.readthedocs.io, "Ejector").
    if (this.path.hasStrip && n !== 1) this.finishCut();
    if (n === 2) this.path.clearPresenter('retracted');
    else if (n === 5) this.path.clearPresenter('ejected');
    else if (n === 32 && timeUnits > 0) this.path.clearPresenterAfter(timeUnits);
  }

  /** Rows that came out, which may be fewer. */
  private printRows(count: number): number {
    const room = Math.min(this.rowsLeft, this.triggers.rowsToNext, this.pendingRows.length);
    const printable = Math.max(0, Math.min(count, room));
    if (printable > 0) {
      const piece = this.path.strip();
      for (const row of this.pendingRows.splice(0, printable)) piece.strip.rows.push(row);
      this.takeReceived(piece);
      this.rowsLeft -= printable;
    }
    const due = this.triggers.passed(printable);
    if (this.rowsLeft <= 0) this.rollEnded();
    for (const run of due) run();
    return printable;
  }

  /** The end of the paper falls out of the slot: what comes later is another piece. */
  private rollEnded(): void {
    this.path.letGo();
    this.sendAutomatic();
    this.options.onChange?.();
  }

  private takeReceived(piece: Piece): void {
    piece.received.push(...this.consumed.splice(0));
    piece.garbled += this.interpreter.counters.garbled - this.garbledBefore;
    this.garbledBefore = this.interpreter.counters.garbled;
  }

  private finishCut(): void {
    if (this.jamNext) {
      this.jamNext = false;
      this.cutterFault = true;
      this.sendAutomatic();
      this.options.onChange?.();
      return;
    }
    this.pendingCut = false;
    const piece = this.path.cut();
    if (!piece) return;
    this.takeReceived(piece);
    this.options.onChange?.();
  }
}
