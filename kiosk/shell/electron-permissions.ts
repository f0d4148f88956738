import type { Session } from 'electron';
import { mayNavigate } from './policy.ts';

/** Nothing is granted but a picture of the camera to the host's own page, where the profile's setting asks for it. */
export function lockSession(session: Session, home: string, offline: string, camera: boolean): void {
  const isHome = (url: string | undefined): boolean => url !== undefined && mayNavigate(home, url);

  session.setPermissionRequestHandler((_contents, permission, reply, details) => {
    const types = 'mediaTypes' in details ? details.mediaTypes : undefined;
    const onlyVideo = types?.length === 1 && types[0] === 'video';
    reply(
      camera && permission === 'media' && onlyVideo && details.isMainFrame && isHome(details.requestingUrl),
    );
  });
  session.setPermissionCheckHandler(
    (_contents, permission, origin, details) =>
      camera && permission === 'media' && details.mediaType === 'video' && isHome(origin),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, reply) => reply({}));
  session.setBluetoothPairingHandler((_details, reply) => reply({ confirmed: false }));
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event, item) => {
    event.preventDefault();
    item.cancel();
  });
  for (const chooser of ['select-usb-device', 'select-hid-device', 'select-serial-port'] as const) {
    session.on(chooser as 'select-hid-device', (event, _details, choose) => {
      event.preventDefault();
      choose();
    });
  }
  // Whatever asks for it, nothing leaves this machine, and nothing but the two pages is reached on it.
  session.webRequest.onBeforeRequest((request, reply) => {
    const url = request.url.replace(/^ws:/, 'http:');
    const own = mayNavigate(home, url) || mayNavigate(offline, url) || url === 'data:,';
    reply({ cancel: !own });
  });
}
