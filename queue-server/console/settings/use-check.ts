import type { SettingsPreview, SettingsProposal } from '@hall/shared/contracts/settings';
import type { Text } from '@hall/shared/contracts/text';
import { useEffect, useState } from 'react';
import { client } from '../api/live.ts';

export interface Check {
  /** What the server said of the last proposal that it was asked for. */
  readonly preview: SettingsPreview | null;
  /** It could not be asked. */
  readonly problem: Text | null;
  /** The answer is about an older proposal. */
  readonly busy: boolean;
}

const NOTHING: Check = { preview: null, problem: null, busy: false };

/** What the server says of a proposal: null asks for nothing. `again` asks once more for the same. */
export function useCheck(proposal: SettingsProposal | null, delayMs: number, again = 0): Check {
  const asked = proposal === null ? null : `${again} ${JSON.stringify(proposal)}`;
  const [answer, setAnswer] = useState<Omit<Check, 'busy'> & { readonly of: string | null }>({
    ...{ preview: null, problem: null, of: null },
  });
  useEffect(() => {
    if (asked === null) return;
    let wanted = true;
    const timer = setTimeout(async () => {
      const body = JSON.parse(asked.slice(asked.indexOf(' ') + 1)) as SettingsProposal;
      const said = await client.command('settings.preview', body);
      if (!wanted) return;
      setAnswer((before) => ({
        preview: said.ok ? said.value : before.preview,
        problem: said.ok ? null : said.error.text,
        of: asked,
      }));
    }, delayMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [asked, delayMs]);
  if (asked === null) return NOTHING;
  return { preview: answer.preview, problem: answer.problem, busy: answer.of !== asked };
}
