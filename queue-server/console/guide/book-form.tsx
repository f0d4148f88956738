import type { Catalogue } from '@hall/shared/contracts/commands';
import { Button } from 'antd';
import type { FormEvent } from 'react';
import { useSpeech } from '../words/language.tsx';
import { COMMON, t } from '../words/words.ts';
import forms from './forms.module.css';
import { PersonFields, type TypedPerson, usePersonDraft } from './person-fields.tsx';

interface Props {
  readonly slot: { readonly queue: string; readonly day: string; readonly from: string };
  readonly catalogue: Catalogue;
  readonly busy: boolean;
  readonly book: (person: TypedPerson) => void;
  readonly cancel: () => void;
}

/** For whom: the last step of a booking. */
export function BookForm({ slot, catalogue, busy, book, cancel }: Props) {
  const { say } = useSpeech();
  const person = usePersonDraft();
  const name = catalogue.queues.find(({ id }) => id === slot.queue)?.name ?? t('', '');
  function submit(event: FormEvent) {
    event.preventDefault();
    const read = busy ? null : person.read();
    if (read) book(read);
  }
  return (
    <form className={forms['form']} onSubmit={submit} autoComplete="off" data-testid="book-form">
      <h2>
        {say(name)}
        <br />
        <span className="number">
          {slot.day} {slot.from}
        </span>
      </h2>
      <PersonFields id="booker" {...person} focus />
      <p className={forms['hint']}>
        {say(
          t('证件只用于这次预约，不保存在本页。', 'Used for this booking only; nothing stays on this page.'),
        )}
      </p>
      <div className={forms['buttons']}>
        <Button type="primary" size="large" htmlType="submit" loading={busy} data-testid="book-take">
          {say(t('预约', 'Book it'))}
        </Button>
        <Button size="large" onClick={cancel}>
          {say(COMMON.cancel)}
        </Button>
      </div>
    </form>
  );
}
