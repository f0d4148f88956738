import type { PaperQuestion } from '@hall/shared/contracts/paper-question';
import type { Text } from '@hall/shared/contracts/text';
import { Button } from 'antd';
import { useSpeech } from '../words/language.tsx';
import { clockTime } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import styles from './paper-questions.module.css';

/** More at a time is a machine to look after, not papers to ask about. */
const SHOWN = 6;

const WHY: Readonly<Record<PaperQuestion['outcome'], Text>> = {
  unknown: t('不知是否出票', 'Nobody knows whether it came out'),
  failed: t('没有出票', 'It did not come out'),
  silent: t('机器没有回音', 'Its machine has not said'),
};

interface Props {
  readonly papers: readonly PaperQuestion[];
  readonly nameOf: (device: string) => Text | null;
  readonly find: (number: string) => void;
}

/** Numbers whose paper nobody vouches for: a press shows the number, and what can be done. */
export function PaperQuestions({ papers, nameOf, find }: Props) {
  const { say } = useSpeech();
  if (papers.length === 0) return null;
  const more = papers.length - SHOWN;
  return (
    <section className={styles['papers']} data-testid="paper-questions">
      <h2>
        {say(t('请核对号票', 'Papers to ask about'))} <span className="number">{papers.length}</span>
      </h2>
      <ul>
        {papers.slice(0, SHOWN).map(({ ticket, number, outcome, device, since }) => {
          const name = device === null ? null : nameOf(device);
          return (
            <li key={ticket}>
              <Button size="large" onClick={() => find(number)} data-testid={`paper-question-${number}`}>
                <b className="number">{number}</b>
                <span>
                  {say(WHY[outcome])} · {name && <>{say(name)} · </>}
                  <span className="number">{clockTime(since)}</span>
                </span>
              </Button>
            </li>
          );
        })}
      </ul>
      {more > 0 && <p>{say(t(`还有 ${more} 张`, `${more} more`))}</p>}
    </section>
  );
}
