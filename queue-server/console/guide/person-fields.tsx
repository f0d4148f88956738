import { CARD_KINDS, isCitizenNumber, normaliseIdNumber, type Person } from '@hall/shared/contracts/identity';
import type { Text } from '@hall/shared/contracts/text';
import { Input, Select } from 'antd';
import { useId, useState } from 'react';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import styles from './forms.module.css';

const KINDS: Readonly<Record<Person['cardKind'], Text>> = {
  resident: t('居民身份证', 'Resident ID card'),
  'hmt-resident': t('港澳台居民居住证', 'Residence permit (HK, Macao, Taiwan)'),
  'foreign-2017': t('外国人永久居留身份证（2017 版）', "Foreigner's permanent resident card (2017)"),
  'foreign-2023': t('外国人永久居留身份证（2023 版）', "Foreigner's permanent resident card (2023)"),
};
const MISFIT = t('证件号码不对，请核对每一位。', 'The ID number does not fit. Please check every digit.');

export type TypedPerson = Pick<Person, 'name' | 'idNumber' | 'cardKind'>;

export interface PersonDraft {
  readonly name: string;
  readonly idNumber: string;
  readonly cardKind: Person['cardKind'];
  readonly misfit: boolean;
}

const BLANK: PersonDraft = { name: '', idNumber: '', cardKind: 'resident', misfit: false };

/** What is typed of a person; it lives in the form that shows it, and goes with the form. */
export function usePersonDraft(): {
  readonly draft: PersonDraft;
  readonly change: (part: Partial<PersonDraft>) => void;
  /** The person where it is complete; otherwise the fields say what is wrong. */
  readonly read: () => TypedPerson | null;
} {
  const [draft, setDraft] = useState(BLANK);
  return {
    draft,
    change: (part) => setDraft((before) => ({ ...before, misfit: false, ...part })),
    read() {
      const { cardKind } = draft;
      const idNumber = normaliseIdNumber(draft.idNumber.normalize('NFKC'));
      if (cardKind !== 'foreign-2017' && !isCitizenNumber(idNumber)) {
        setDraft({ ...draft, misfit: true });
        return null;
      }
      return { name: draft.name.trim(), idNumber, cardKind };
    },
  };
}

interface Props {
  readonly draft: PersonDraft;
  readonly change: (part: Partial<PersonDraft>) => void;
  /** Begins the test ids: `person`, `agent`. */
  readonly id: string;
  readonly focus?: boolean;
}

export function PersonFields({ draft, change, id, focus = false }: Props) {
  const { say } = useSpeech();
  const ids = useId();
  return (
    <div className={styles['fields']}>
      <label htmlFor={`${ids}n`}>{say(t('姓名', 'Name'))}</label>
      <Input
        id={`${ids}n`}
        size="large"
        required
        autoFocus={focus}
        maxLength={120}
        autoComplete="off"
        value={draft.name}
        onChange={(event) => change({ name: event.target.value })}
        data-testid={`${id}-name`}
      />
      <label htmlFor={`${ids}i`}>{say(t('证件号码', 'ID number'))}</label>
      <Input
        id={`${ids}i`}
        size="large"
        required
        minLength={8}
        maxLength={24}
        autoComplete="off"
        spellCheck={false}
        aria-describedby={`${ids}p`}
        value={draft.idNumber}
        onChange={(event) => change({ idNumber: event.target.value })}
        data-testid={`${id}-id`}
      />
      <p id={`${ids}p`} role="alert" className={styles['problem']}>
        {draft.misfit && say(MISFIT)}
      </p>
      <label htmlFor={`${ids}k`}>{say(t('证件', 'Document'))}</label>
      <Select
        id={`${ids}k`}
        size="large"
        value={draft.cardKind}
        onChange={(cardKind) => change({ cardKind })}
        options={CARD_KINDS.map((kind) => ({ value: kind, label: say(KINDS[kind]) }))}
      />
    </div>
  );
}
