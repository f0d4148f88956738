import type { HallView } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { client } from '../api/live.ts';
import { useSpeech } from '../words/language.tsx';
import { COMMON, t } from '../words/words.ts';
import styles from './queue-drawer.module.css';

/** [P1] The queue goes on with pre-printed numbers, and comes back from them. */
export function PaperMode({ queue }: { readonly queue: HallView['queues'][number] }) {
  const { say } = useSpeech();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Text | null>(null);
  const range = queue.paperNumbers;
  if (!range) return null;
  const number = (n: number) => `${queue.prefix}${n}`;
  async function change(command: 'paper.start' | 'paper.end') {
    setBusy(true);
    const answer = await client.command(command, { queue: queue.id });
    setBusy(false);
    setProblem(answer.ok ? null : answer.error.text);
  }
  return (
    <section aria-labelledby="paper-title" data-testid="paper-mode">
      <h3 id="paper-title">{say(t('纸质号', 'Pre-printed numbers'))}</h3>
      <p className={styles['quiet']}>
        {say(
          queue.paper
            ? t(
                `正在使用 ${number(range.first)} 至 ${number(range.last)}，窗口输入号码呼叫。`,
                `In use: ${number(range.first)} to ${number(range.last)}, called by typing them.`,
              )
            : t(
                `取号机不能用时，发 ${number(range.first)} 至 ${number(range.last)}。`,
                `For when machines give no numbers: ${number(range.first)} to ${number(range.last)}.`,
              ),
        )}
      </p>
      {queue.paper ? (
        <Button loading={busy} onClick={() => void change('paper.end')} data-testid="paper-end">
          {say(t('恢复机器取号', 'Machines give numbers again'))}
        </Button>
      ) : (
        <Popconfirm
          title={say(t('改用纸质号？', 'Go on with pre-printed numbers?'))}
          description={say(t('取号机将停发这个队列的号。', 'Machines stop giving numbers for this queue.'))}
          okText={say(t('改用纸质号', 'Start'))}
          cancelText={say(COMMON.cancel)}
          onConfirm={() => void change('paper.start')}
        >
          <Button loading={busy} data-testid="paper-start">
            {say(t('改用纸质号', 'Use pre-printed numbers'))}
          </Button>
        </Popconfirm>
      )}
      {problem && (
        <p role="alert" className={styles['problem']}>
          {say(problem)}
        </p>
      )}
    </section>
  );
}
