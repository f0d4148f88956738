import manifest from '../package.json' with { type: 'json' };

/** What the presence of these screens says. */
export const SCREEN_VERSION: string = manifest.version;
