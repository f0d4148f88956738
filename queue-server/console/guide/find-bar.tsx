import type { Text } from '@hall/shared/contracts/text';
import { Button, Input } from 'antd';
import { type FormEvent, useId } from 'react';
import { SearchIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import styles from './guide.module.css';
import { readSearch, type Search } from './read-search.ts';

/** A card's number is short; the code on a paper is not, and may come from a scanner that this page takes for hands. */
const SCAN_MOST = 300;

interface Props {
  readonly typed: string;
  readonly busy: boolean;
  readonly type: (typed: string) => void;
  readonly find: (search: Search, typed: string) => void;
}

/** One field for what people show: a number, a booking code, a card. */
export function FindBar({ typed, busy, type, find }: Props) {
  const { say } = useSpeech();
  const id = useId();
  const search = readSearch(typed);
  const hint = hintOf(search);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!busy && search.kind !== 'nothing') find(search, typed);
  }
  return (
    <search className={styles['findPlace']}>
      <form className={styles['find']} onSubmit={submit} autoComplete="off">
        <Input
          size="large"
          prefix={<SearchIcon />}
          placeholder={say(
            t(
              '扫号票，或输入号码 A012、预约码、身份证号',
              'Scan a ticket, or type A012, a booking code, an ID number',
            ),
          )}
          aria-label={say(t('查号票或预约', 'Find a number or booking'))}
          aria-describedby={id}
          value={typed}
          maxLength={SCAN_MOST}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => type(event.target.value)}
          data-testid="find"
        />
        <Button
          size="large"
          htmlType="submit"
          loading={busy}
          disabled={search.kind === 'nothing'}
          data-testid="find-go"
        >
          {say(t('查找', 'Find'))}
        </Button>
        <p id={id} role="status" data-testid="find-hint" data-good={search.kind === 'card' && search.fits}>
          {hint && say(hint)}
        </p>
      </form>
    </search>
  );
}

function hintOf(search: Search): Text | null {
  if (search.kind !== 'card') return null;
  if (search.missing > 0)
    return t(`身份证号，还差 ${search.missing} 位`, `ID number, ${search.missing} to go`);
  return search.fits
    ? t('校验位正确，按回车查找', 'The check character fits: press Enter')
    : t('校验位不对，请核对每一位', 'The check character does not fit: check every digit');
}
