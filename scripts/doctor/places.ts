import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadSettings } from '@hall/queue-server/hall/supervision/settings';
import { ROOT } from '../launch/options.ts';

const DEFAULT_PORT = 8600;
const USAGE =
  'npm run doctor -- takes --settings FILE, or --data FOLDER, --keys FOLDER, --config FILE, --port N; and --json, --lang en|zh.';

/** Where the hall that is looked at lies. */
export interface Places {
  readonly config: string;
  readonly data: string;
  readonly keys: string;
  readonly logs: string | null;
  readonly port: number;
  readonly mqttPort: number;
  /** Address that the TLS doors are bound to; null: none, or not known without a settings file. */
  readonly lan: string | null;
  readonly language: 'zh' | 'en';
  readonly json: boolean;
  /** What is wrong with the settings file, one line each. */
  readonly problems: readonly string[];
}

/** Throws an Error whose message is the sentence to show. */
export function readPlaces(argv: readonly string[]): Places {
  const values = parse(argv);
  const language = values.lang;
  if (language !== 'en' && language !== 'zh') throw new Error(`--lang is "en" or "zh". ${USAGE}`);
  const port = Number(values.port ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_534) throw new Error(`--port is a port. ${USAGE}`);
  const common = { language, json: values.json } as const;

  if (values.settings !== undefined) {
    const settings = loadSettings(path.resolve(values.settings));
    if (settings.ok) {
      const { config, data, keys, logs, mqttPort } = settings.value;
      return {
        ...common,
        ...{ config, data, keys, mqttPort },
        port: values.port === undefined ? settings.value.port : port,
        logs: logs?.folder ?? null,
        lan: settings.value.network?.lan ?? null,
        problems: [],
      };
    }
    return { ...common, ...inFolder(values.data, port), problems: settings.error.message.split('\n') };
  }
  const found = inFolder(values.data, port);
  return {
    ...common,
    ...found,
    keys: values.keys === undefined ? found.keys : path.resolve(values.keys),
    config: values.config === undefined ? found.config : path.resolve(values.config),
    problems: [],
  };
}

/** A data folder of `npm run hall` holds the databases, one of `npm start` a folder for each part. */
function inFolder(data: string | undefined, port: number) {
  const folder = path.resolve(data ?? path.join(ROOT, '.data', 'demo'));
  const parts =
    !existsSync(path.join(folder, 'ledger.db')) &&
    (data === undefined || existsSync(path.join(folder, 'hall')));
  return {
    data: parts ? path.join(folder, 'hall') : folder,
    keys: parts ? path.join(folder, 'keys') : path.join(path.dirname(folder), 'keys'),
    logs: parts ? path.join(folder, 'logs') : null,
    config: path.join(ROOT, 'queue-server/hall/config/demo-hall.yaml'),
    port,
    mqttPort: port + 1,
    lan: null,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        settings: { type: 'string' },
        data: { type: 'string' },
        keys: { type: 'string' },
        config: { type: 'string' },
        port: { type: 'string' },
        json: { type: 'boolean', default: false },
        lang: { type: 'string', default: 'en' },
      },
    }).values;
  } catch (error) {
    throw new Error(`${(error as Error).message}. ${USAGE}`);
  }
}
