import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { candidates, type SettingsFact, scheduled, standing } from '../domain/settings-timeline.ts';
import { ConfigInForce } from './versions.ts';

/** The configuration as it is now; read it anew at each use. */
export interface Live {
  readonly current: HallConfig;
}

export type OnConfig = (now: HallConfig, before: HallConfig) => void;

export interface LiveOptions {
  /** The hall's file: the sections that only a restart changes, and the seed of all others. */
  readonly file: HallConfig;
  readonly versions: () => readonly SettingsFact[];
  /** Document of a version, JSON. */
  readonly read: (version: number) => string | null;
  readonly now: () => number;
}

/**
 * The main thread's configuration: a function of the ledger's versions and the hall's clock, as the writer's is.
 * `current` is right at every moment; listeners are told at the next `tick`, or when a version was made.
 */
export class LiveConfig implements Live {
  readonly #options: LiveOptions;
  readonly #inForce: ConfigInForce;
  readonly #listeners: OnConfig[] = [];
  #told: HallConfig;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#inForce = new ConfigInForce(options.file, options.read);
    this.#told = this.current;
  }

  get current(): HallConfig {
    return this.#inForce.at(this.#options.versions(), this.#options.now());
  }

  /** As it was at an instant, or will be by what is planned now. */
  at(instant: number): HallConfig {
    return this.#inForce.elsewhen(this.#options.versions(), instant);
  }

  get file(): HallConfig {
    return this.#options.file;
  }

  /** The version in force; null where none can be used, and the file counts. */
  get fact(): SettingsFact | null {
    return this.#inForce.factAt(this.#options.versions(), this.#options.now());
  }

  get versions(): readonly SettingsFact[] {
    return this.#options.versions();
  }

  /** Plans that will still come, in the order of their time. */
  get scheduled(): readonly SettingsFact[] {
    return scheduled(standing(this.versions), this.#options.now());
  }

  composed(fact: Pick<SettingsFact, 'version' | 'digest'>) {
    return this.#inForce.composed(fact);
  }

  document(version: number): string | null {
    return this.#options.read(version);
  }

  /** Versions that should count now or later and cannot be used, with the reason. */
  unsound(): { readonly version: number; readonly reason: string }[] {
    const inForce = this.fact?.version ?? 0;
    const wanted = candidates(standing(this.versions), this.#options.now()).filter(
      ({ version }) => version > inForce,
    );
    return [...wanted, ...this.scheduled].flatMap((fact) => {
      const made = this.composed(fact);
      return made.ok ? [] : [{ version: fact.version, reason: made.error }];
    });
  }

  onChange(listener: OnConfig): void {
    this.#listeners.push(listener);
  }

  /** Tells the listeners where another configuration came into force since the last time. */
  tick(): void {
    const now = this.current;
    if (now === this.#told) return;
    const before = this.#told;
    this.#told = now;
    for (const listener of this.#listeners) listener(now, before);
  }
}
