import type { ErrorCode } from '@hall/shared/contracts/errors';
import type {
  DeviceHealth,
  DeviceSettingsState,
  OrderView,
  RemoteOrder,
  RemoteReport,
  RemoteView,
  SelfTest,
} from '@hall/shared/contracts/remote';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';
import type { ScreenPicture } from '@hall/shared/contracts/screen-picture';
import { type Bundle, openBundle } from './bundle.ts';
import { BUNDLE_KEPT_MS, BUNDLES_KEPT, deadlineOf, ORDERS_KEPT, PICTURE_KEPT_MS } from './limits.ts';

type Outcome<T> = Result<T, Fault<ErrorCode>>;

interface Order {
  readonly id: string;
  readonly asked: RemoteOrder;
  readonly by: string;
  readonly at: number;
  readonly until: number;
  state: OrderView['state'];
  step: OrderView['step'];
  why: OrderView['why'];
  problems: OrderView['problems'];
  slip: OrderView['slip'];
  bundle: Bundle | null;
  /** When a whole bundle arrived. */
  bundleAt: number;
}

interface Known {
  /** It has reported since it came online. */
  ready: boolean;
  selfTest: SelfTest | null;
  health: DeviceHealth | null;
  settings: DeviceSettingsState | null;
  picture: { readonly at: number; readonly picture: ScreenPicture } | null;
  orders: Order[];
}

/**
 * Orders to device hosts, and what came of them. In memory: after a start of the server the hosts say their self-test
 * again, and an order whose answer was lost is given again. What a device says is believed only where it fits an order
 * that is open; nothing that it says is ever obeyed.
 */
export class RemoteDesk {
  readonly #devices = new Map<string, Known>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The device is gone; what comes next may be another program. */
  offline(device: string): void {
    const known = this.#devices.get(device);
    if (known) known.ready = false;
  }

  /** Its credential has ended: nothing of it is kept. */
  forget(device: string): void {
    this.#devices.delete(device);
  }

  isReady(device: string): boolean {
    return this.#devices.get(device)?.ready ?? false;
  }

  selfTest(device: string): SelfTest | null {
    return this.#devices.get(device)?.selfTest ?? null;
  }

  /** A new order; `REMOTE_BUSY` while one of its kind, or a restart, is under way. */
  begin(device: string, id: string, asked: RemoteOrder, by: string): Outcome<Order> {
    const known = this.#known(device);
    this.#tidy(known);
    const same = known.orders.find((order) => order.id === id);
    if (same) return ok(same);
    const busy = known.orders.some(
      (order) => isOpen(order) && (order.asked.what === asked.what || order.asked.what === 'restart'),
    );
    if (busy) return err(fault('REMOTE_BUSY', 'an order is under way'));
    const at = this.#now();
    const order: Order = {
      ...{ id, asked, by, at, until: at + deadlineOf(asked), state: 'sent', step: null, why: null },
      ...{ problems: [], slip: null, bundle: null, bundleAt: 0 },
    };
    known.orders = [order, ...known.orders].slice(0, ORDERS_KEPT);
    return ok(order);
  }

  /** What a device says. A self-test without an order is how it introduces itself. */
  report(device: string, id: string | null, report: RemoteReport): Outcome<true> {
    const known = this.#known(device);
    if (id === null) {
      if (report.kind !== 'self-test') return err(fault('BAD_REQUEST', 'a report without an order'));
      known.ready = true;
      known.selfTest = report.test;
      return ok(true);
    }
    this.#tidy(known);
    const order = known.orders.find((one) => one.id === id);
    if (!order || !isOpen(order)) return err(fault('REMOTE_OVER', 'no such order is open'));
    if (!fits(order.asked, report)) return err(fault('BAD_REQUEST', 'not an answer to this order'));
    return this.#take(known, order, report);
  }

  #take(known: Known, order: Order, report: RemoteReport): Outcome<true> {
    const done = () => {
      order.state = 'done';
      order.step = null;
      return ok(true as const);
    };
    switch (report.kind) {
      case 'self-test':
        known.selfTest = report.test;
        order.slip = report.slip;
        return done();
      case 'health':
        known.health = report.health;
        return done();
      case 'settings':
        known.settings = report.settings;
        return done();
      case 'settings-refused':
        order.state = 'refused';
        order.problems = report.problems;
        return ok(true);
      case 'picture':
        known.picture = { at: this.#now(), picture: report.picture };
        return done();
      case 'restart':
        if (report.step === 'done') return done();
        order.state = 'under-way';
        order.step = report.step;
        return ok(true);
      case 'refused':
        order.state = 'refused';
        order.why = report.why;
        return ok(true);
      case 'bundle': {
        const bundle = openBundle(report);
        // Said twice, it begins anew only while nothing has come.
        if (!bundle || (order.bundle && order.bundle.percent() > 0)) {
          return err(fault('BAD_REQUEST', 'not a bundle that can be taken'));
        }
        order.bundle = bundle;
        order.state = 'under-way';
        order.step = 'arriving';
        return ok(true);
      }
    }
  }

  deliver(device: string, id: string, piece: number, data: string): Outcome<true> {
    const known = this.#known(device);
    this.#tidy(known);
    const order = known.orders.find((one) => one.id === id);
    const { bundle } = order ?? {};
    if (!order || !bundle) return err(fault('REMOTE_OVER', 'no such bundle is awaited'));
    // The answer to the last piece was lost.
    if (!isOpen(order) && bundle.content() === null) return err(fault('REMOTE_OVER', 'the order is over'));
    const taken = bundle.take(piece, data);
    if (taken === 'wrong') {
      if (isOpen(order)) {
        order.state = 'refused';
        order.why = 'failed';
        order.bundle = null;
      }
      return err(fault('BAD_REQUEST', 'the piece does not belong to the bundle'));
    }
    if (taken === 'whole' && isOpen(order)) {
      order.state = 'done';
      order.step = null;
      order.bundleAt = this.#now();
    }
    return ok(true);
  }

  /** `BUNDLE_GONE` where it is not there any more, or never was. */
  bundle(device: string, id: string): Outcome<Buffer> {
    const known = this.#known(device);
    this.#tidy(known);
    const content = known.orders.find((order) => order.id === id)?.bundle?.content();
    return content ? ok(content) : err(fault('BUNDLE_GONE', 'no such bundle'));
  }

  view(device: string): Omit<RemoteView, 'reach'> {
    const known = this.#known(device);
    this.#tidy(known);
    const { selfTest, health, settings, picture } = known;
    return { selfTest, health, settings, picture, orders: known.orders.map(viewOf) };
  }

  #known(device: string): Known {
    let known = this.#devices.get(device);
    if (!known) {
      known = { ready: false, selfTest: null, health: null, settings: null, picture: null, orders: [] };
      this.#devices.set(device, known);
    }
    return known;
  }

  #tidy(known: Known): void {
    const now = this.#now();
    let bundles = 0;
    for (const order of known.orders) {
      if (isOpen(order) && now > order.until) {
        order.state = 'lost';
        order.step = null;
        order.bundle = null;
      }
      if (order.bundle?.content()) {
        bundles += 1;
        if (bundles > BUNDLES_KEPT || now - order.bundleAt > BUNDLE_KEPT_MS) order.bundle = null;
      }
    }
    if (known.picture && now - known.picture.at > PICTURE_KEPT_MS) known.picture = null;
  }
}

function isOpen({ state }: Order): boolean {
  return state === 'sent' || state === 'under-way';
}

const ANSWERS: Readonly<Record<RemoteOrder['what'], readonly RemoteReport['kind'][]>> = {
  'self-test': ['self-test'],
  health: ['health'],
  restart: ['restart'],
  settings: ['settings'],
  'change-settings': ['settings', 'settings-refused'],
  logs: ['bundle'],
  screenshot: ['picture'],
};

function fits(asked: RemoteOrder, report: RemoteReport): boolean {
  if (report.kind === 'refused') return true;
  // A screen is drawn with more only where that was asked for, and said to whoever stands there.
  if (report.kind === 'picture' && asked.what === 'screenshot')
    return !report.picture.visit || asked.duringVisit;
  return ANSWERS[asked.what].includes(report.kind);
}

function viewOf(order: Order): OrderView {
  const { id, asked, by, at, until, state, step, why, problems, slip, bundle, bundleAt } = order;
  return {
    ...{ order: id, what: asked.what, by, at, until, state, step, why, problems, slip },
    percent: step === 'arriving' ? (bundle?.percent() ?? 0) : null,
    bundle: bundle?.content() ? { bytes: bundle.bytes, until: bundleAt + BUNDLE_KEPT_MS } : null,
  };
}
