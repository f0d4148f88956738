import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { TestDisplay } from './display.ts';

const run = promisify(execFile);

/** A hand at keyboard and pointer of one display, by the X server's own test extension. */
export interface Person {
  /** As xdotool names them: `ctrl+shift+i`, `F11`, `super`. */
  keys(...combinations: readonly string[]): Promise<void>;
  /** Held down while others are pressed, e.g. Shift five times, or eight seconds of the right one. */
  hold(key: string, ms: number): Promise<void>;
  type(text: string): Promise<void>;
  click(button: 1 | 2 | 3 | 8 | 9, x: number, y: number): Promise<void>;
  longPress(x: number, y: number, ms: number): Promise<void>;
  drag(from: readonly [number, number], to: readonly [number, number]): Promise<void>;
  /** Notches of the wheel, away from the person where positive, with a key held. */
  wheel(notches: number, held?: string): Promise<void>;
  /** Windows that can be seen, by their id, name and place; menus and bubbles too. */
  windows(): Promise<SeenWindow[]>;
}

export interface SeenWindow {
  readonly id: string;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Children of the root; a window manager puts one frame around each. */
const DEPTH = 2;
/** Invisible helpers of toolkits are a few pixels large or lie outside. */
const HELPER_PX = 16;

export function personAt(display: TestDisplay): Person {
  const env = { ...process.env, DISPLAY: display.name };
  const xdotool = async (...args: readonly (string | number)[]): Promise<string> => {
    const { stdout } = await run('xdotool', args.map(String), { env });
    return stdout;
  };
  let root: string | null = null;
  return {
    keys: async (...combinations) => void (await xdotool('key', '--delay', 4, ...combinations)),
    async hold(key, ms) {
      await xdotool('keydown', key, 'sleep', ms / 1_000, 'keyup', key);
    },
    type: async (text) => void (await xdotool('type', '--delay', 2, text)),
    click: async (button, x, y) => void (await xdotool('mousemove', x, y, 'click', button)),
    async longPress(x, y, ms) {
      await xdotool('mousemove', x, y, 'mousedown', 1, 'sleep', ms / 1_000, 'mouseup', 1);
    },
    async drag([fromX, fromY], [toX, toY]) {
      const steps = [0.1, 0.3, 0.6, 1].flatMap((part) => [
        ...['mousemove', Math.round(fromX + (toX - fromX) * part), Math.round(fromY + (toY - fromY) * part)],
        ...['sleep', 0.02],
      ]);
      await xdotool('mousemove', fromX, fromY, 'mousedown', 1, ...steps, 'mouseup', 1);
    },
    async wheel(notches, held) {
      const turn = ['click', '--repeat', Math.abs(notches), '--delay', 4, notches > 0 ? 4 : 5];
      await xdotool(...(held === undefined ? turn : ['keydown', held, ...turn, 'keyup', held]));
    },
    async windows() {
      const found = await xdotool('search', '--onlyvisible', '--maxdepth', DEPTH, '.*').catch(() => '');
      root ??= (await xdotool('search', '--maxdepth', 0, '.*').catch(() => '')).trim();
      const ids = found.split('\n').filter((id) => /^\d+$/.test(id) && id !== root);
      const seen: SeenWindow[] = [];
      for (const id of ids) {
        const facts = await xdotool('getwindowgeometry', '--shell', id, 'getwindowname', id).catch(
          () => null,
        );
        if (facts === null) continue;
        const of = (name: string): number =>
          Number(new RegExp(`^${name}=(-?\\d+)$`, 'm').exec(facts)?.[1] ?? 0);
        // An unnamed window has no line after its facts.
        const last = facts.trim().split('\n').at(-1) ?? '';
        const name = last.startsWith('SCREEN=') ? '' : last;
        const area = { x: of('X'), y: of('Y'), width: of('WIDTH'), height: of('HEIGHT') };
        if (area.width > HELPER_PX && area.height > HELPER_PX) seen.push({ id, name, ...area });
      }
      // A window manager puts frames around a window, which have its place and no name.
      return seen.filter(
        (one) => one.name !== '' || !seen.some((other) => other.name !== '' && covers(one, other)),
      );
    },
  };
}

function covers(one: SeenWindow, other: SeenWindow): boolean {
  return one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height;
}
