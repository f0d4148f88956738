import { CARD_KINDS, isCitizenNumber, type Person } from '@hall/shared/contracts/identity';
import type { Text } from '@hall/shared/contracts/text';
import { Button, Input, Select } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useSpeech } from '../words/language.tsx';
import { COMMON, t } from '../words/words.ts';
import styles from './guide.module.css';

const KINDS: Readonly<Record<Person['cardKind'], Text>> = {
  resident: t('居民身份证', 'Resident ID card'),
  'hmt-resident': t('港澳台居民居住证', 'Residence permit (HK, Macao, Taiwan)'),
  'foreign-2017': t('外国人永久居留身份证（2017 版）', "Foreigner's permanent resident card (2017)"),
  'foreign-2023': t('外国人永久居留身份证（2023 版）', "Foreigner's permanent resident card (2023)"),
};

export type TypedPerson = Pick<Person, 'name' | 'idNumber' | 'cardKind'>;

interface Props {
  readonly queueName: Text;
  readonly busy: boolean;
  readonly take: (person: TypedPerson) => void;
  readonly cancel: () => void;
}

/** A real-name queue for somebody who cannot use the machine. What is typed lives in this form only. */
export function PersonForm({ queueName, busy, take, cancel }: Props) {
  const { say } = useSpeech();
  const [name, setName] = useState('');
  const [idNumber, setIdNumber] = useState('');
  const [cardKind, setCardKind] = useState<Person['cardKind']>('resident');
  const [problem, setProblem] = useState<Text | null>(null);
  const ids = useId();

  function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    if (cardKind !== 'foreign-2017' && !isCitizenNumber(idNumber)) {
      return setProblem(
        t('证件号码不对，请核对每一位。', 'The ID number does not fit. Please check every digit.'),
      );
    }
    take({ name: name.trim(), idNumber, cardKind });
  }

  return (
    <form className={styles['person']} onSubmit={submit} autoComplete="off">
      <h2>{say(queueName)}</h2>
      <p>
        {say(
          t(
            '这个队列需要实名。请到取号机放身份证；用不了机器的，可在这里代填。',
            'This queue needs an ID. Take it at a kiosk with the card; for those who cannot, fill it in here.',
          ),
        )}
      </p>
      <label htmlFor={`${ids}k`}>{say(t('证件', 'Document'))}</label>
      <Select
        id={`${ids}k`}
        value={cardKind}
        onChange={setCardKind}
        options={CARD_KINDS.map((kind) => ({ value: kind, label: say(KINDS[kind]) }))}
      />
      <label htmlFor={`${ids}n`}>{say(t('姓名', 'Name'))}</label>
      <Input
        id={`${ids}n`}
        required
        autoFocus
        maxLength={120}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
        data-testid="person-name"
      />
      <label htmlFor={`${ids}i`}>{say(t('证件号码', 'ID number'))}</label>
      <Input
        id={`${ids}i`}
        required
        minLength={8}
        maxLength={24}
        autoComplete="off"
        spellCheck={false}
        value={idNumber}
        onChange={(event) => {
          setIdNumber(event.target.value);
          setProblem(null);
        }}
        data-testid="person-id"
      />
      <p role="alert" className={styles['problem']}>
        {problem && say(problem)}
      </p>
      <div className={styles['buttons']}>
        <Button type="primary" htmlType="submit" loading={busy} data-testid="person-take">
          {say(t('取号', 'Take the number'))}
        </Button>
        <Button onClick={cancel}>{say(COMMON.cancel)}</Button>
      </div>
    </form>
  );
}
