import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Where one display lies on the screen, in pixels. */
export interface DisplayArea {
  readonly width: number;
  readonly height: number;
  readonly x: number;
  readonly y: number;
}

/** An X server that does not answer by then will not. */
const ASK_WITHIN_MS = 3_000;

const run = promisify(execFile);

/** `1080x1920+0+0`, as X writes it; null where it is none. */
export function parseArea(text: string): DisplayArea | null {
  const found = /^(\d{2,5})x(\d{2,5})(?:\+(\d{1,5})\+(\d{1,5}))?$/.exec(text);
  if (found === null) return null;
  const [width, height, x, y] = found.slice(1).map((digits) => Number(digits ?? 0));
  return { width: width as number, height: height as number, x: x as number, y: y as number };
}

/** Heads as `xdpyinfo -ext XINERAMA` lists them: `  head #0: 1080x1920 @ 0,0`; without them the whole screen. */
export function parseXdpyinfo(text: string): DisplayArea[] {
  const heads = [...text.matchAll(/^\s*head #\d+: (\d+)x(\d+) @ (\d+),(\d+)/gm)].map(areaOf);
  if (heads.length > 0) return heads;
  return [...text.matchAll(/^\s*dimensions:\s+(\d+)x(\d+) pixels/gm)].slice(0, 1).map(areaOf);
}

/** Monitors as `xrandr --listmonitors` lists them: ` 0: +*HDMI-1 1080/300x1920/530+0+0  HDMI-1`. */
export function parseXrandr(text: string): DisplayArea[] {
  return [...text.matchAll(/^\s*\d+: \S+ (\d+)\/\d+x(\d+)\/\d+\+(\d+)\+(\d+)/gm)].map(areaOf);
}

function areaOf(found: RegExpMatchArray): DisplayArea {
  const [width = 0, height = 0, x = 0, y = 0] = found.slice(1).map((digits) => Number(digits ?? 0));
  return { width, height, x, y };
}

/** The displays of the X server that `env` names; none where neither xdpyinfo nor xrandr is there to ask. */
export async function displaysOf(env: NodeJS.ProcessEnv): Promise<DisplayArea[]> {
  for (const [command, args, parse] of [
    ['xdpyinfo', ['-ext', 'XINERAMA'], parseXdpyinfo],
    ['xrandr', ['--listmonitors'], parseXrandr],
  ] as const) {
    try {
      const { stdout } = await run(command, [...args], { env, timeout: ASK_WITHIN_MS });
      const displays = parse(stdout);
      if (displays.length > 0) return displays;
    } catch {
      // Not installed, or no server: the next one may know.
    }
  }
  return [];
}
