import type { CommandInput } from '@hall/shared/contracts/commands';
import type { WhatIf } from '@hall/shared/contracts/estimates';
import type { Text } from '@hall/shared/contracts/text';
import { useEffect, useState } from 'react';
import { client } from '../api/live.ts';

/** Somebody may tick several boxes in a row. */
const ASK_AFTER_MS = 400;

export interface Foreseen {
  readonly asking: boolean;
  readonly told: WhatIf | null;
  readonly problem: Text | null;
}

const NOTHING: Foreseen = { asking: false, told: null, problem: null };

/** What a change would do to the waits; null: nothing is supposed. Asked anew when `body` says something else. */
export function useWhatIf(body: CommandInput<'estimate.what-if'> | null): Foreseen {
  const [foreseen, setForeseen] = useState<Foreseen>(NOTHING);
  const asked = body === null ? null : JSON.stringify(body);
  useEffect(() => {
    if (asked === null) return setForeseen(NOTHING);
    let wanted = true;
    setForeseen({ ...NOTHING, asking: true });
    const timer = setTimeout(async () => {
      const answer = await client.command('estimate.what-if', JSON.parse(asked));
      if (!wanted) return;
      setForeseen(
        answer.ok
          ? { asking: false, told: answer.value, problem: null }
          : { asking: false, told: null, problem: answer.error.text },
      );
    }, ASK_AFTER_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [asked]);
  return foreseen;
}
