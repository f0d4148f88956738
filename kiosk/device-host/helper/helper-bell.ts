import type { BellView } from '@hall/shared/contracts/kiosk-link';
import type { Result } from '@hall/shared/contracts/result';
import { ok } from '@hall/shared/contracts/result';
import type { HostClock } from '../clock.ts';
import { requestIdFor } from '../ids.ts';
import type { AskFault, ServerLink } from '../link/server-link.ts';

/** A guide who has answered is there by then; the next person must not read it any more. */
const COMING_MS = 3 * 60_000;

/** The bell by which somebody at this machine asks for a guide. */
export interface HelperBell {
  /** Rings once: while it rings, or its asking is under way, another press changes nothing. */
  ring(pageRequest: string): Promise<Result<unknown, AskFault>>;
  /** What the hall keeps about this machine's bell: since when it rings, null: it does not. */
  hallSays(since: number | null): void;
  view(): BellView;
  /** The visit is over: who comes next is not told of a guide who comes for another. */
  end(): void;
}

export function openHelperBell(options: {
  readonly link: Pick<ServerLink, 'ask' | 'device'>;
  readonly clock: Pick<HostClock, 'after'>;
  readonly onChange: () => void;
}): HelperBell {
  const { link, clock } = options;
  let view: BellView = { state: 'off' };
  let asking: Promise<Result<unknown, AskFault>> | null = null;
  let cancelComing: () => void = () => undefined;
  /** What the hall said while the asking was under way: no bell rings here. */
  let silent = false;

  const show = (next: BellView): void => {
    cancelComing();
    view = next;
    if (next.state === 'coming') cancelComing = clock.after(COMING_MS, () => show({ state: 'off' }));
    options.onChange();
  };

  return {
    ring(pageRequest) {
      if (view.state === 'ringing') return Promise.resolve(ok({}));
      if (asking === null) silent = false;
      asking ??= link
        .ask('helper.ring', {}, { id: requestIdFor(link.device, pageRequest, 'helper') })
        .then((answer) => {
          asking = null;
          // A fast guide may have answered before this machine heard that it rang.
          // And where the answer was lost with the connection, the guide may have been here before it is repeated: the
          // hall's word counts, and comes anew where it rings still.
          if (answer.ok && view.state === 'off' && !silent) show({ state: 'ringing', since: null });
          return answer;
        });
      return asking;
    },
    hallSays(since) {
      if (since !== null) {
        silent = false;
        if (view.state !== 'ringing' || view.since !== since) show({ state: 'ringing', since });
        return;
      }
      silent = true;
      if (view.state === 'ringing') show({ state: 'coming' });
    },
    view: () => view,
    end() {
      if (view.state === 'coming') show({ state: 'off' });
    },
  };
}
