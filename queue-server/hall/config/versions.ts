import { hash } from 'node:crypto';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { err, ok, type Result } from '@hall/shared/contracts/result';
import { SETTINGS_SECTIONS } from '@hall/shared/contracts/settings';
import { candidates, nextTurn, type SettingsFact, standing } from '../domain/settings-timeline.ts';
import { checkHall } from './check.ts';
import { fixedOf, settingsOf, written } from './document.ts';
import { pathText } from './problem.ts';

/** A document that the ledger keeps as a configuration, or in one sentence why it cannot be one. */
export type Composed = Result<HallConfig, string>;

/**
 * The hall's file with the sections of a document in the place of its own. Pure. A section that the document
 * lacks (an older program wrote it) is the file's; one that this program does not know is left out.
 */
export function compose(file: HallConfig, document: string | null, digest: string): Composed {
  if (document === null) return err('its document is missing');
  if (hash('sha256', document) !== digest) return err('its document was changed');
  let data: Record<string, unknown>;
  try {
    data = JSON.parse(document) as Record<string, unknown>;
  } catch {
    return err('its document is no JSON');
  }
  const sections = SETTINGS_SECTIONS.filter((section) => Object.hasOwn(data, section));
  const checked = checkHall({
    ...file,
    ...Object.fromEntries(sections.map((section) => [section, data[section]])),
  });
  if (checked.ok) return ok({ ...checked.value, ...fixedOf(file) });
  const [first] = checked.error;
  return err(`${pathText(first?.path ?? [])}: ${first?.reason}`);
}

/**
 * The configuration at an instant, the same for whoever asks: writer and main thread each have one of these over
 * the same versions. It is that of the first candidate (settings-timeline.ts) that can be used; one that cannot
 * (another program wrote it, the file took away what it refers to) is passed over, and where none is left the
 * hall's file counts. Asking again costs two comparisons until the next version may take effect.
 */
export class ConfigInForce {
  readonly file: HallConfig;
  readonly #read: (version: number) => string | null;
  /** By digest: a version number that was undone may come back with another document. */
  readonly #composed = new Map<string, Composed>();
  readonly #fileDigest: string;
  #versions: readonly SettingsFact[] | null = null;
  #stand: readonly SettingsFact[] = [];
  #from = Number.POSITIVE_INFINITY;
  #until = Number.NEGATIVE_INFINITY;
  #found: { readonly config: HallConfig; readonly fact: SettingsFact | null };

  constructor(file: HallConfig, read: (version: number) => string | null) {
    this.file = file;
    this.#read = read;
    this.#fileDigest = written(settingsOf(file)).digest;
    this.#found = { config: file, fact: null };
  }

  at(versions: readonly SettingsFact[], at: number): HallConfig {
    return this.#look(versions, at).config;
  }

  /** At another instant than now, without disturbing what is known of now. */
  elsewhen(versions: readonly SettingsFact[], at: number): HallConfig {
    if (versions === this.#versions && at >= this.#from && at < this.#until) return this.#found.config;
    return this.#choose(versions === this.#versions ? this.#stand : standing(versions), at).config;
  }

  /** The version in force; null: the hall's file, where no version can be used. */
  factAt(versions: readonly SettingsFact[], at: number): SettingsFact | null {
    return this.#look(versions, at).fact;
  }

  /** As a configuration, whether it is in force or not. */
  composed(fact: Pick<SettingsFact, 'version' | 'digest'>): Composed {
    if (fact.digest === this.#fileDigest) return ok(this.file);
    const known = this.#composed.get(fact.digest);
    if (known) return known;
    const made = compose(this.file, this.#read(fact.version), fact.digest);
    // The oldest goes: whoever looked at another a moment ago is given the same one again.
    const [oldest] = this.#composed.keys();
    if (oldest !== undefined && this.#composed.size >= MOST_COMPOSED) this.#composed.delete(oldest);
    this.#composed.set(fact.digest, made);
    return made;
  }

  #look(versions: readonly SettingsFact[], at: number) {
    if (versions === this.#versions && at >= this.#from && at < this.#until) return this.#found;
    if (versions !== this.#versions) this.#stand = standing(versions);
    this.#versions = versions;
    this.#found = this.#choose(this.#stand, at);
    this.#from = at;
    this.#until = nextTurn(this.#stand, at);
    return this.#found;
  }

  #choose(stand: readonly SettingsFact[], at: number) {
    for (const fact of candidates(stand, at)) {
      const made = this.composed(fact);
      if (made.ok) return { config: made.value, fact };
    }
    return { config: this.file, fact: null };
  }
}

/** Documents kept as configurations: a history that somebody leafs through must not fill the memory. */
const MOST_COMPOSED = 32;
