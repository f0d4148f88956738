// Runs in the page's sandbox before the page, in a world of its own: plain CommonJS, because a sandboxed preload is
// neither a module nor stripped of types. It exposes nothing and speaks to nobody: the page's link to the machine is
// its loopback WebSocket. It closes what a page would have to close itself, so that no page has to.
'use strict';

const DENIED = [
  ...['contextmenu', 'dragstart', 'dragenter', 'dragover', 'drop'],
  ...['copy', 'cut', 'paste', 'auxclick', 'gesturestart', 'gesturechange'],
];

for (const kind of DENIED) {
  window.addEventListener(kind, (event) => event.preventDefault(), { capture: true, passive: false });
}
window.addEventListener(
  'wheel',
  (event) => {
    if (event.ctrlKey || event.metaKey) event.preventDefault();
  },
  { capture: true, passive: false },
);
for (const kind of ['mousedown', 'mouseup']) {
  window.addEventListener(
    kind,
    (event) => {
      if (event.button > 0) event.preventDefault();
    },
    { capture: true, passive: false },
  );
}
