/** What the Electron shell may be told; everything else opens a door. */
const OWN_OPTIONS = ['url', 'display', 'offline-port', 'camera'] as const;

/** Switches that Chromium and Node take from a command line, and variables that they take from the environment. */
const DOORS = [
  ...['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address', 'remote-allow-origins'],
  ...['inspect', 'inspect-brk', 'inspect-port', 'inspect-publish-uid', 'debug', 'debug-brk'],
  ...['js-flags', 'load-extension', 'disable-extensions-except', 'no-sandbox', 'disable-web-security'],
  ...['allow-running-insecure-content', 'auto-open-devtools-for-tabs', 'proxy-server', 'proxy-pac-url'],
  ...['host-rules', 'host-resolver-rules', 'ignore-certificate-errors', 'enable-logging', 'log-net-log'],
];
const DOOR_VARIABLES = [
  ...['NODE_OPTIONS', 'NODE_REPL_EXTERNAL_MODULE', 'ELECTRON_RUN_AS_NODE', 'ELECTRON_OVERRIDE_DIST_PATH'],
  ...['ELECTRON_ENABLE_SECURITY_WARNINGS_OVERRIDE', 'LD_PRELOAD', 'NODE_V8_COVERAGE'],
];

/**
 * Why the shell does not start as it was launched, or null. `words` are what follows the program and its folder;
 * `hasSwitch` knows what Chromium has taken from elsewhere.
 */
export function refusedLaunch(
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  hasSwitch: (name: string) => boolean,
): string | null {
  const strange = words.find(
    (word) => !OWN_OPTIONS.some((own) => word === `--${own}` || word.startsWith(`--${own}=`)),
  );
  if (strange !== undefined) return `it is not started with ${strange.split('=')[0]}`;
  const door = DOORS.find(hasSwitch);
  if (door !== undefined) return `it is not started with --${door}`;
  const variable = DOOR_VARIABLES.find((name) => (env[name] ?? '') !== '');
  return variable === undefined ? null : `it is not started with ${variable} in its environment`;
}
