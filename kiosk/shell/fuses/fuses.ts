/**
 * Electron's fuses, in the order of the wire (electron/electron build/fuses/fuses.json5; the words are those of
 * @electron/fuses' FuseV1Options), and how a kiosk wants each.
 */
export interface Fuse {
  readonly name: string;
  readonly on: boolean;
  readonly why: string;
}

export const FUSES: readonly Fuse[] = [
  { name: 'RunAsNode', on: false, why: 'the program must not run as Node with any script' },
  { name: 'EnableCookieEncryption', on: true, why: 'what is stored is sealed with a key of the system' },
  { name: 'EnableNodeOptionsEnvironmentVariable', on: false, why: 'NODE_OPTIONS would load code' },
  { name: 'EnableNodeCliInspectArguments', on: false, why: '--inspect would open a debugger' },
  {
    name: 'EnableEmbeddedAsarIntegrityValidation',
    on: true,
    why: 'a changed archive is not run (macOS, Windows)',
  },
  { name: 'OnlyLoadAppFromAsar', on: true, why: 'a folder beside the archive is not run' },
  { name: 'LoadBrowserProcessSpecificV8Snapshot', on: false, why: 'there is no snapshot of our own' },
  { name: 'GrantFileProtocolExtraPrivileges', on: false, why: 'the pages come from a loopback origin' },
];
