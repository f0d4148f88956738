import { createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';
import { type Counters, Interpreter } from './ticket-printer/interpreter.ts';
import { type Strip, stripPng } from './ticket-printer/paper.ts';
import { type RealtimeCommand, RealtimeScanner } from './ticket-printer/realtime.ts';

/** Receive buffer of a common receipt printer; when it is full the line is held. */
const BUFFER_BYTES = 64 * 1024;
/** Pieces of paper that are kept; a demonstration runs for months. */
const KEPT_PIECES = 200;
/** How often the mechanism moves when a speed is set. */
const TICK_MS = 40;

export interface TicketPrinterSimulatorOptions {
  /** 0 or absent: any free port. Always on 127.0.0.1. */
  readonly port?: number;
  readonly widthDots?: 576 | 384;
  /** `custom` answers `10 04 14`; `epson` answers DLE EOT 1–4. */
  readonly family?: 'epson' | 'custom';
  /** Whether GS ( H is answered. */
  readonly completion?: boolean;
  /** Dot rows a second; absent: at once. 800 is 100 mm/s. */
  readonly rowsPerSecond?: number;
  readonly clock?: Clock;
  /** Milliseconds since the epoch, for `at`. */
  readonly now?: () => number;
  readonly onChange?: () => void;
}

/** A piece of paper that left the print head. */
export interface SimulatedTicket {
  readonly id: string;
  /** The paper as a picture, one pixel a dot. */
  readonly png: Buffer;
  /** Everything that was printed on it, as it was received. */
  readonly bytes: Buffer;
  /** Whether the cutter ended it; false while it grows, or when the paper ended or was torn. */
  readonly cut: boolean;
  /** Somebody took it. */
  readonly torn: boolean;
  readonly heightDots: number;
  /** Characters that came out as `?`. */
  readonly garbled: number;
  readonly at: number;
}

export interface TicketPrinterSimulator {
  readonly port: number;
  readonly tickets: readonly SimulatedTicket[];
  readonly counters: Readonly<Counters>;
  readonly state: TicketPrinterSimulatorState;
  openCover(): void;
  closeCover(): void;
  /** Takes the roll out; what hangs in the slot stays a piece of its own. */
  takePaper(): void;
  /** A new roll; with `rows` it ends after that many dot rows. */
  loadPaper(rows?: number): void;
  setPaperNearEnd(near: boolean): void;
  /** The next cut jams. */
  jam(): void;
  clearJam(): void;
  /** Bytes are taken and printed, nothing is answered. */
  setMute(mute: boolean): void;
  /** Dot rows a second, or undefined for at once. */
  setSpeed(rowsPerSecond: number | undefined): void;
  /** Connections drop and whatever was buffered is gone; the port refuses until `powerOn`. */
  powerCut(): Promise<void>;
  /** Cuts the power by itself once this many more dot rows are printed. */
  powerCutAfter(rows: number): void;
  powerOn(): Promise<void>;
  /** Takes all paper out of the slot; a hanging strip is torn off. */
  tear(): readonly SimulatedTicket[];
  close(): Promise<void>;
}

export interface TicketPrinterSimulatorState {
  readonly power: boolean;
  readonly coverOpen: boolean;
  readonly paper: 'ok' | 'near-end' | 'out';
  readonly jammed: boolean;
  readonly mute: boolean;
  readonly printing: boolean;
  readonly connected: boolean;
}

/** A receipt printer on a TCP port; faults and paper are handled from outside, as a person would. */
export async function startTicketPrinterSimulator(
  options: TicketPrinterSimulatorOptions = {},
): Promise<TicketPrinterSimulator> {
  const printer = new SimulatedPrinter(options);
  await printer.powerOn();
  return printer;
}

class Piece implements SimulatedTicket {
  readonly id: string;
  readonly at: number;
  readonly strip: Strip;
  readonly received: Uint8Array[] = [];
  cut = false;
  torn = false;
  garbled = 0;
  private drawn: { readonly rows: number; readonly png: Buffer } | undefined;

  constructor(id: string, at: number, widthDots: number) {
    this.id = id;
    this.at = at;
    this.strip = { widthDots, rows: [] };
  }

  get heightDots(): number {
    return this.strip.rows.length;
  }

  get png(): Buffer {
    if (this.drawn?.rows !== this.heightDots)
      this.drawn = { rows: this.heightDots, png: stripPng(this.strip) };
    return this.drawn.png;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.received);
  }
}

class SimulatedPrinter implements TicketPrinterSimulator {
  port: number;
  private readonly options: TicketPrinterSimulatorOptions;
  private readonly clock: Clock;
  private readonly widthDots: number;
  private readonly interpreter: Interpreter;
  private readonly realtime = new RealtimeScanner();
  private server: Server | undefined;
  /** The first is served; others wait until it closes, as on a real network port. */
  private sockets: Socket[] = [];
  private pieces: Piece[] = [];
  private current: Piece | undefined;
  private consumed: Uint8Array[] = [];
  private garbledBefore = 0;
  private pendingRows: Uint8Array[] = [];
  private pendingCut = false;
  private cancelTick: (() => void) | undefined;
  private rowsPerSecond: number | undefined;
  private rowsLeft = Number.POSITIVE_INFINITY;
  private rowsToPowerCut = Number.POSITIVE_INFINITY;
  private automaticMask = 0;
  private lastAutomatic = '';
  private coverOpen = false;
  private nearEnd = false;
  private jamNext = false;
  private cutterFault = false;
  private mute = false;
  private nextId = 1;

  constructor(options: TicketPrinterSimulatorOptions) {
    this.options = options;
    this.clock = options.clock ?? systemClock;
    this.widthDots = options.widthDots ?? 576;
    this.port = options.port ?? 0;
    this.rowsPerSecond = options.rowsPerSecond;
    this.interpreter = new Interpreter(this.widthDots, BUFFER_BYTES);
  }

  get tickets(): readonly SimulatedTicket[] {
    return this.pieces;
  }

  get counters(): Readonly<Counters> {
    return this.interpreter.counters;
  }

  get state(): TicketPrinterSimulatorState {
    return {
      power: this.server !== undefined,
      coverOpen: this.coverOpen,
      paper: this.rowsLeft <= 0 ? 'out' : this.nearEnd ? 'near-end' : 'ok',
      jammed: this.cutterFault || this.jamNext,
      mute: this.mute,
      printing: this.pendingRows.length > 0 || this.cancelTick !== undefined,
      connected: this.sockets.length > 0,
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

  takePaper(): void {
    this.rowsLeft = 0;
    this.current = undefined;
    this.changed();
  }

  loadPaper(rows = Number.POSITIVE_INFINITY): void {
    this.rowsLeft = rows;
    this.nearEnd = false;
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
    this.mute = mute;
    this.changed();
  }

  setSpeed(rowsPerSecond: number | undefined): void {
    this.rowsPerSecond = rowsPerSecond;
  }

  powerCutAfter(rows: number): void {
    this.rowsToPowerCut = rows;
  }

  async powerCut(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    this.rowsToPowerCut = Number.POSITIVE_INFINITY;
    this.cancelTick?.();
    this.cancelTick = undefined;
    this.interpreter.clear();
    this.realtime.reset();
    this.pendingRows = [];
    this.pendingCut = false;
    this.consumed = [];
    this.automaticMask = 0;
    for (const socket of this.sockets.splice(0)) socket.destroy();
    this.options.onChange?.();
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  async powerOn(): Promise<void> {
    if (this.server) return;
    const server = createServer((socket) => this.accept(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address !== null && typeof address === 'object') this.port = address.port;
    this.server = server;
    this.changed();
  }

  tear(): readonly SimulatedTicket[] {
    const taken = this.pieces.filter((piece) => !piece.torn && piece.heightDots > 0);
    for (const piece of taken) piece.torn = true;
    this.current = undefined;
    this.options.onChange?.();
    return taken;
  }

  close(): Promise<void> {
    return this.powerCut();
  }

  private accept(socket: Socket): void {
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

  private receive(socket: Socket, bytes: Uint8Array): void {
    for (const command of this.realtime.scan(bytes)) this.obey(command);
    this.interpreter.push(bytes);
    this.run();
    if (this.interpreter.buffered > BUFFER_BYTES) socket.pause();
  }

  private obey(command: RealtimeCommand): void {
    if (command.kind === 'status') this.answerStatus(command.n);
    else if (command.kind === 'recover' && command.n === 2) this.interpreter.clear();
  }

  private answerStatus(n: number): void {
    const { paper } = this.state;
    const offline = !this.canPrint();
    if (this.options.family === 'custom') {
      if (n !== 0x14) return;
      const sensor = (paper === 'out' ? 0x01 : 0) | (paper === 'near-end' ? 0x04 : 0);
      const output = this.pieces.some((piece) => piece.cut && !piece.torn) ? 0x20 : 0;
      this.send([0x10, 0x0f, sensor | output, this.coverOpen ? 0x02 : 0, 0x00, this.cutterFault ? 0x01 : 0]);
      return;
    }
    if (n === 1) this.send([0x16 | (offline ? 0x08 : 0)]);
    else if (n === 2) {
      this.send([
        0x12 | (this.coverOpen ? 0x04 : 0) | (paper === 'out' ? 0x20 : 0) | (this.cutterFault ? 0x40 : 0),
      ]);
    } else if (n === 3) this.send([0x12 | (this.cutterFault ? 0x08 : 0)]);
    else if (n === 4) this.send([0x12 | (paper === 'out' ? 0x6c : paper === 'near-end' ? 0x0c : 0)]);
  }

  private sendAutomatic(): void {
    if (this.automaticMask === 0) return;
    const { paper } = this.state;
    const b1 = 0x14 | (this.canPrint() ? 0 : 0x08) | (this.coverOpen ? 0x20 : 0);
    const b3 = paper === 'out' ? 0x0f : paper === 'near-end' ? 0x03 : 0;
    const status = [b1, this.cutterFault ? 0x08 : 0, b3, 0x0f];
    if (status.join() === this.lastAutomatic) return;
    this.lastAutomatic = status.join();
    this.send(status);
  }

  private send(bytes: readonly number[]): void {
    if (!this.mute) this.sockets[0]?.write(Uint8Array.from(bytes));
  }

  private changed(): void {
    this.sendAutomatic();
    this.run();
    this.options.onChange?.();
  }

  private canPrint(): boolean {
    return this.server !== undefined && !this.coverOpen && !this.cutterFault && this.rowsLeft > 0;
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
    if (this.interpreter.buffered <= BUFFER_BYTES && this.sockets[0]?.isPaused()) this.sockets[0].resume();
  }

  private tick(rowsPerSecond: number): void {
    this.cancelTick = this.clock.after(TICK_MS, () => {
      this.cancelTick = undefined;
      if (this.canPrint()) this.printRows(Math.max(1, Math.round((rowsPerSecond * TICK_MS) / 1_000)));
      this.run();
      this.options.onChange?.();
    });
  }

  private interpretOne(): boolean {
    const step = this.interpreter.step();
    if (!step) return false;
    this.consumed.push(step.bytes);
    const { action } = step;
    if (action.kind === 'rows') this.pendingRows = action.rows;
    else if (action.kind === 'cut') this.pendingCut = true;
    else if (action.kind === 'automatic-status') {
      this.automaticMask = action.mask;
      this.lastAutomatic = '';
      this.sendAutomatic();
    } else if (action.kind === 'send-paper-status') {
      this.send([this.state.paper === 'near-end' ? 0x03 : 0x00]);
    } else if (action.kind === 'completion' && this.options.completion !== false) {
      this.send([0x37, 0x22, ...action.id, 0x00]);
    }
    return true;
  }

  private printRows(count: number): void {
    const printable = Math.min(count, this.rowsLeft, this.rowsToPowerCut, this.pendingRows.length);
    const piece = this.piece();
    piece.strip.rows.push(...this.pendingRows.splice(0, printable));
    this.takeReceived(piece);
    this.rowsLeft -= printable;
    this.rowsToPowerCut -= printable;
    if (this.rowsToPowerCut <= 0) {
      void this.powerCut();
      return;
    }
    if (this.rowsLeft <= 0) {
      // The end of the paper falls out of the slot: what comes later is another piece.
      this.current = undefined;
      this.sendAutomatic();
      this.options.onChange?.();
    }
  }

  private piece(): Piece {
    if (!this.current) {
      const at = (this.options.now ?? Date.now)();
      this.current = new Piece(String(this.nextId), at, this.widthDots);
      this.nextId += 1;
      this.pieces = [...this.pieces.slice(-KEPT_PIECES), this.current];
    }
    return this.current;
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
    const piece = this.current;
    if (!piece) return;
    this.takeReceived(piece);
    piece.cut = true;
    this.current = undefined;
    this.options.onChange?.();
  }
}
