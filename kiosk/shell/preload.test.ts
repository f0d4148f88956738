import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { expect, it } from 'vitest';

const text = readFileSync(fileURLToPath(new URL('./preload.cjs', import.meta.url)), 'utf8');

/** Runs it as a sandboxed preload runs: a script with a window, and nothing of Node that it does not ask for. */
function run() {
  const target = new EventTarget();
  const required: string[] = [];
  new Script(text).runInNewContext({ window: target, require: (name: string) => required.push(name) });
  const prevented = (kind: string, more: object = {}): boolean => {
    const event = Object.assign(new Event(kind, { cancelable: true }), more);
    target.dispatchEvent(event);
    return event.defaultPrevented;
  };
  return { required, prevented };
}

it('exposes nothing, and asks Electron for nothing', () => {
  expect(run().required).toEqual([]);
  expect(text).not.toMatch(/contextBridge|ipcRenderer|require\(|exports/);
});

it('closes menus, dragging, clipboard, and zoom by wheel in every page', () => {
  const { prevented } = run();
  for (const kind of ['contextmenu', 'dragstart', 'dragover', 'drop', 'copy', 'cut', 'paste', 'auxclick']) {
    expect(prevented(kind)).toBe(true);
  }
  expect(prevented('wheel', { ctrlKey: true })).toBe(true);
  expect(prevented('wheel', { ctrlKey: false })).toBe(false);
  expect([prevented('mousedown', { button: 0 }), prevented('mousedown', { button: 1 })]).toEqual([
    false,
    true,
  ]);
});
