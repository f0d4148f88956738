import type { Desk } from '@hall/shared/contracts/commands';
import { STATE } from '../guide/guide-words.ts';
import { useSpeech } from '../words/language.tsx';
import { t, windowName } from '../words/words.ts';
import styles from './scan.module.css';
import { ScanResult } from './scan-result.tsx';
import type { Scanned } from './use-ticket-scan.ts';

type Waiting = Desk['waiting'][number];

interface Props {
  readonly scanned: Scanned;
  readonly desk: Desk;
  /** What a clerk may do with others than the one at the window now. */
  readonly can: { readonly call: boolean; readonly resume: boolean; readonly act: boolean };
  readonly call: (ticket: Waiting) => void;
  readonly resume: (ticket: string) => void;
  readonly reactivate: (ticket: string) => void;
  readonly dismiss: () => void;
}

/** A paper that was scanned at a window: whether it is good, whose it is, and the next step from here. */
export function ClerkScan({ scanned, desk, can, call, resume, reactivate, dismiss }: Props) {
  const { say } = useSpeech();
  const row = scanned.scan?.row ?? null;
  const good = scanned.words.tone !== 'bad';
  const here = row !== null && desk.serving?.ticket === row.ticket;
  const callable = [...desk.waiting, ...desk.secondary.flatMap(({ rows }) => rows)];
  const waiting = callable.find(({ ticket }) => ticket === row?.ticket);
  const parked = desk.parked.some(({ ticket }) => ticket === row?.ticket);
  const passed = desk.passed.some(({ ticket }) => ticket === row?.ticket);
  const run = (act: () => void) => () => {
    act();
    dismiss();
  };
  return (
    <ScanResult words={scanned.words}>
      {row && (
        <p data-testid="scan-where">
          {say(here ? t('就是本窗口现在的号。', 'It is the number at this window now.') : whereWords(row))}
        </p>
      )}
      <div className={styles['buttons']}>
        {good && waiting?.callable && can.call && (
          <button type="button" data-testid="scan-call" onClick={run(() => call(waiting))}>
            {say(t('指定呼叫', 'Call out of turn'))}
          </button>
        )}
        {good && parked && can.resume && row && (
          <button type="button" data-testid="scan-resume" onClick={run(() => resume(row.ticket))}>
            {say(t('回呼', 'Resume'))}
          </button>
        )}
        {good && passed && can.act && row?.can.includes('reactivate') && (
          <button type="button" data-testid="scan-reactivate" onClick={run(() => reactivate(row.ticket))}>
            {say(t('重新排队', 'Back into line'))}
          </button>
        )}
        <button type="button" data-look="quiet" data-testid="scan-dismiss" onClick={dismiss}>
          {say(t('知道了', 'All right'))}
        </button>
      </div>
    </ScanResult>
  );
}

function whereWords(row: NonNullable<NonNullable<Scanned['scan']>['row']>) {
  const state = STATE[row.state];
  const window = row.window === null ? null : windowName(row.window);
  return t(
    `${row.queueName.zh}，${state.zh}${window === null ? '' : `，${window.zh}`}。`,
    `${row.queueName.en}: ${state.en.toLowerCase()}${window === null ? '' : `, ${window.en}`}.`,
  );
}
