import '@hall/shared/ui/strict-csp.ts';
import { openHostLink } from '../../app/link/host-link.ts';
import { lockPage } from '../../app/lock/lock-page.ts';

/**
 * A page that wants out, behind the same lock, link and policies as the kiosk's own: it does what a mistake or an
 * injected script could do. The host says what by a "scanned" text; with `?unlocked` the lock is left out.
 */

if (!location.search.includes('unlocked')) lockPage(window);

const app = document.getElementById('app') as HTMLElement;
app.innerHTML =
  '<p id="text">请到窗口 select this text</p><input id="field" value="ztext to drag" spellcheck="true" size="40">' +
  '<p><a id="link" href="https://example.com/">a link</a></p>';

let armed: string | null = null;
const link = openHostLink({
  onMessage(message) {
    if (message.type !== 'scanned') return;
    const [when, what = ''] = message.text.split(/ (.*)/s);
    if (when === 'now') attempt(what);
    else armed = what;
  },
  onConnected: () => undefined,
});

// Only a person's own click lets a page open windows and dialogs.
addEventListener('click', () => {
  if (armed === null) return;
  const what = armed;
  armed = null;
  attempt(what);
});
// That keys arrive at all has to be known before it means something that they do nothing.
addEventListener('keydown', (event) => {
  if (event.key === '#') link.send(crypto.randomUUID(), { name: 'helper' });
});

const quietly = (run: () => unknown): void => {
  try {
    Promise.resolve(run()).catch(() => undefined);
  } catch {
    // Refused at once: as good.
  }
};

function anchor(url: string, more: Record<string, string> = {}): void {
  const one = document.createElement('a');
  one.href = url;
  for (const [name, value] of Object.entries(more)) one.setAttribute(name, value);
  document.body.append(one);
  one.click();
  one.remove();
}

function frame(url: string): void {
  const one = document.createElement('iframe');
  one.src = url;
  document.body.append(one);
  // Long enough to lead somewhere; dozens of them would only slow the page down.
  setTimeout(() => one.remove(), 1_000);
}

const anyNavigator = navigator as unknown as Record<string, Record<string, (options?: object) => unknown>>;
const anyWindow = window as unknown as Record<string, (options?: object) => unknown>;

const ATTEMPTS: Record<string, (url: string) => unknown> = {
  go: (url) => location.assign(url),
  replace: (url) => location.replace(url),
  link: (url) => anchor(url),
  blank: (url) => anchor(url, { target: '_blank' }),
  open: (url) => window.open(url),
  popup: (url) => window.open(url, 'popup', 'popup,width=400,height=300'),
  frame,
  form(url) {
    const form = document.createElement('form');
    form.action = url;
    form.target = '_blank';
    document.body.append(form);
    form.submit();
  },
  download: () => anchor(URL.createObjectURL(new Blob(['out'])), { download: 'out.txt' }),
  downloadOwn: () => anchor('/', { download: 'page.html' }),
  back: () => history.back(),
  state: () => {
    history.pushState(null, '', '/elsewhere');
  },
  hash: () => {
    location.hash = 'elsewhere';
  },
  print: () => window.print(),
  file() {
    const input = document.createElement('input');
    input.type = 'file';
    input.click();
  },
  picker: () => anyWindow['showOpenFilePicker']?.(),
  saver: () => anyWindow['showSaveFilePicker']?.(),
  folder: () => anyWindow['showDirectoryPicker']?.(),
  colour() {
    const input = document.createElement('input');
    input.type = 'color';
    document.body.append(input);
    input.showPicker();
  },
  date() {
    const input = document.createElement('input');
    input.type = 'date';
    document.body.append(input);
    input.showPicker();
  },
  camera: () => navigator.mediaDevices.getUserMedia({ video: true, audio: true }),
  screen: () => navigator.mediaDevices.getDisplayMedia(),
  place: () => navigator.geolocation.getCurrentPosition(() => undefined),
  notify: () => Notification.requestPermission(),
  usb: () => anyNavigator['usb']?.['requestDevice']?.({ filters: [] }),
  hid: () => anyNavigator['hid']?.['requestDevice']?.({ filters: [] }),
  serial: () => anyNavigator['serial']?.['requestPort']?.(),
  bluetooth: () => anyNavigator['bluetooth']?.['requestDevice']?.({ acceptAllDevices: true }),
  share: () => navigator.share({ title: 'x', url: location.href }),
  clipboard: () => navigator.clipboard.readText(),
  copy: () => navigator.clipboard.writeText('x'),
  pip: () =>
    (
      window as unknown as { documentPictureInPicture?: { requestWindow(): unknown } }
    ).documentPictureInPicture?.requestWindow(),
  pay: () =>
    new PaymentRequest([{ supportedMethods: 'https://example.com/pay' }], {
      total: { label: 'x', amount: { currency: 'CNY', value: '1' } },
    }).show(),
  passkey: () => navigator.credentials.get({ publicKey: { challenge: new Uint8Array(16) } }),
  handler: () => navigator.registerProtocolHandler('web+x', '/?%s'),
  leave: () => document.exitFullscreen(),
  small() {
    window.resizeTo(300, 200);
    window.moveTo(200, 200);
  },
  zoom: () => {
    (document.body.style as unknown as { zoom: string }).zoom = '1';
  },
  alert: () => window.alert('stuck'),
  confirm: () => window.confirm('stuck'),
  ask: () => window.prompt('stuck'),
  close: () => window.close(),
  hang() {
    for (;;);
  },
  memory() {
    const held: unknown[] = [];
    for (;;) held.push(new Array(100_000).fill({ held: held.length }));
  },
};

function attempt(text: string): void {
  for (const one of text.split('\n')) {
    const [name = '', url = ''] = one.split(/ (.*)/s);
    quietly(() => ATTEMPTS[name]?.(url));
  }
}
