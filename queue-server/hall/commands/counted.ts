import type { CommandName } from '@hall/shared/contracts/commands';
import type { Actor } from '../access/store.ts';
import { Executor, type ExecutorOptions, type Outcome } from './executor.ts';

/** The executor, told on: every command by name and outcome, whether it came by HTTP or MQTT. */
export class CountedExecutor extends Executor {
  readonly #told: (command: CommandName, outcome: string) => void;

  constructor(options: ExecutorOptions, told: (command: CommandName, outcome: string) => void) {
    super(options);
    this.#told = told;
  }

  override async execute(
    actor: Actor,
    name: CommandName,
    input: unknown,
    requestId: string | null,
  ): Promise<Outcome> {
    const outcome = await super.execute(actor, name, input, requestId);
    this.#told(name, outcome.ok ? 'OK' : outcome.error.code);
    return outcome;
  }
}
