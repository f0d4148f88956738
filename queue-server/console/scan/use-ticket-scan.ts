import { isPaperScan } from '@hall/shared/contracts/paper-code';
import type { PaperScan } from '@hall/shared/contracts/paper-scan';
import type { Text } from '@hall/shared/contracts/text';
import { useWedge } from '@hall/shared/ui/wedge/use-wedge.ts';
import { useCallback, useRef, useState } from 'react';
import { client } from '../api/live.ts';
import { t } from '../words/words.ts';
import { checkLocally } from './check-locally.ts';
import { keptPaperKeys } from './paper-keys.ts';
import { localWords, type ScanWords, scanWords } from './scan-words.ts';

export interface Scanned {
  readonly words: ScanWords;
  /** What the hall says; null where it could not be asked. */
  readonly scan: PaperScan | null;
}

const GARBAGE: ScanWords = {
  tone: 'mind',
  title: t('没有读清', 'Not read'),
  text: t('请再扫一次；输入法请切换到英文。', 'Please scan again, with the keyboard set to English.'),
};

/** Papers that are scanned anywhere on the page, by a scanner that types. `away`: the server cannot be asked. */
export function useTicketScan(away: boolean): {
  readonly scanned: Scanned | null;
  readonly dismiss: () => void;
} {
  const [scanned, setScanned] = useState<Scanned | null>(null);
  /** Of the newest scan: an older one's answer that comes late is nobody's. */
  const turn = useRef(0);

  const scan = useCallback(
    async (text: string) => {
      turn.current += 1;
      const mine = turn.current;
      const show = (next: Scanned) => {
        if (turn.current === mine) setScanned(next);
      };
      setScanned(null);
      if (!away) {
        const answer = await client.command('ticket.scan', { code: text });
        if (answer.ok) return show({ words: scanWords(answer.value), scan: answer.value });
        if (answer.error.kind === 'problem') return show({ words: refusal(answer.error.text), scan: null });
      }
      show({ words: localWords(await checkLocally(text, keptPaperKeys())), scan: null });
    },
    [away],
  );
  useWedge({
    onScan: (text) => void scan(text),
    // What is no ticket goes into the field that a person has chosen, as it was typed.
    wants: (text) => isPaperScan(text) || !isTyping(),
    onRejected: () => setScanned({ words: GARBAGE, scan: null }),
  });
  return {
    scanned,
    dismiss: () => {
      turn.current += 1;
      setScanned(null);
    },
  };
}

function refusal(text: Text): ScanWords {
  return { tone: 'mind', title: t('没有查到', 'Not looked up'), text };
}

function isTyping(): boolean {
  return document.activeElement?.matches('input, textarea') ?? false;
}
