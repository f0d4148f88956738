import type { PaperPlace } from '@hall/shared/contracts/guide-desk';
import type { Text } from '@hall/shared/contracts/text';
import { Button } from 'antd';
import { PrinterIcon } from '../icons/guide-icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import styles from './forms.module.css';
import type { PaperStep } from './use-guide.ts';

interface Props {
  readonly kiosks: readonly PaperPlace[];
  readonly paper: PaperStep;
  readonly ask: (device: string) => void;
}

export function canPrint(kiosk: PaperPlace): boolean {
  return kiosk.online && (kiosk.printer === 'up' || kiosk.printer === 'degraded');
}

/** Where the paper shall come out, and how it came out. Only machines that can print now are offered. */
export function PaperAsk({ kiosks, paper, ask }: Props) {
  const { say } = useSpeech();
  const able = kiosks.filter(canPrint);
  const busy = paper.at === 'asking' || paper.at === 'printing';
  const name = paper.at === 'none' ? null : kiosks.find(({ device }) => device === paper.device)?.name;
  const word = name ? wordOf(paper, name) : null;
  return (
    <div className={styles['fields']} data-testid="paper">
      {word && (
        <p className={styles[word.look]} role="status" data-testid="paper-state" data-state={paper.at}>
          {say(word.text)}
        </p>
      )}
      {paper.at !== 'printed' &&
        !busy &&
        (able.length === 0 ? (
          <p className={styles['hint']}>
            {say(
              t(
                '没有取号机能打印，请让对方看屏幕上的号，或记下号码。',
                'No kiosk can print now. Show the number on the screen, or write it down.',
              ),
            )}
          </p>
        ) : (
          <div className={styles['buttons']}>
            {able.map((kiosk) => (
              <Button
                key={kiosk.device}
                size="large"
                icon={<PrinterIcon size={18} />}
                onClick={() => ask(kiosk.device)}
                data-testid={`print-at-${kiosk.device}`}
              >
                {say(kiosk.name)}
              </Button>
            ))}
          </div>
        ))}
    </div>
  );
}

function wordOf(paper: PaperStep, name: Text): { look: 'done' | 'waiting' | 'problem'; text: Text } | null {
  switch (paper.at) {
    case 'none':
      return null;
    case 'asking':
    case 'printing':
      return {
        look: 'waiting',
        text: t(`正在${name.zh}打印，请到那里取。`, `Printing at: ${name.en}. Fetch it there.`),
      };
    case 'printed':
      return {
        look: 'done',
        text: t(`${name.zh}已打出，旧号票作废。`, `Out at: ${name.en}. Older papers are void.`),
      };
    case 'refused':
      return { look: 'problem', text: paper.failure.text };
    case 'failed':
      return {
        look: 'problem',
        text: t(
          `${name.zh}没有打出来，号仍有效。换一台试试。`,
          `No paper at: ${name.en}. The number still counts; try another.`,
        ),
      };
    case 'unknown':
      return {
        look: 'problem',
        text: t(
          `不知道${name.zh}有没有打出来，请看一眼。号仍有效。`,
          `Unknown whether it came out at: ${name.en}. Please look. The number still counts.`,
        ),
      };
    case 'silent':
      return {
        look: 'problem',
        text: t(
          `${name.zh}没有回应。号仍有效，换一台试试。`,
          `No answer from: ${name.en}. The number still counts; try another.`,
        ),
      };
  }
}
