import { Button } from 'antd';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useSpeech } from '../../words/language.tsx';
import { t } from '../../words/words.ts';
import { useEditing } from '../editing.ts';
import { NumberInput } from '../fields/number-input.tsx';
import { PickMany } from '../fields/pick-many.tsx';
import { Select } from '../fields/select.tsx';
import { WordsInput } from '../fields/words-input.tsx';
import { styles } from '../styles.ts';
import { type Asked, freePrefix, NOTHING_ASKED, newEntry, type Section } from './new-entry.ts';

const TITLES = {
  zones: t('新增功能区', 'Add a zone'),
  queues: t('新增队列', 'Add a queue'),
  windows: t('新增窗口', 'Add a window'),
} as const;
const CHOOSE = t('请选择', 'Choose');

/** A small form for one more zone, queue or window; the rules say the rest of it. */
export function AddEntry({ section }: { readonly section: Section }) {
  const { say } = useSpeech();
  const { document, put, places } = useEditing();
  const fresh = () => ({ ...NOTHING_ASKED, prefix: freePrefix(document) });
  const [asked, setAsked] = useState<Asked>(fresh);
  const [tried, setTried] = useState(false);
  const made = newEntry(section, asked, document);
  const ask = (more: Partial<Asked>) => setAsked({ ...asked, ...more });
  const id = (field: string) => `new-${section}-${field}`;
  const common = (field: string) => ({ disabled: false, testid: id(field) });

  function add(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!('entry' in made)) return;
    put(`${section}.${made.entry.id}`, made.entry);
    setTried(false);
    setAsked({ ...NOTHING_ASKED, prefix: '' });
  }

  return (
    <form className={styles['add']} onSubmit={add} data-testid={`add-${section}`}>
      <h3>{say(TITLES[section])}</h3>
      <div className={styles['fields']}>
        {section === 'windows' ? (
          <Asking label={say(t('编号', 'Number'))}>
            <NumberInput
              {...common('number')}
              label={say(t('编号', 'Number'))}
              value={asked.number}
              change={(number) => ask({ number })}
            />
          </Asking>
        ) : (
          <>
            <Asking label={say(t('代号', 'Id'))}>
              <input
                className={styles['id']}
                aria-label={say(t('代号', 'Id'))}
                data-testid={id('id')}
                value={asked.id}
                onChange={({ target }) => ask({ id: target.value })}
              />
            </Asking>
            <Asking label={say(t('名称', 'Name'))}>
              <WordsInput
                {...common('name')}
                label={say(t('名称', 'Name'))}
                value={asked.name}
                change={(name) => ask({ name })}
              />
            </Asking>
          </>
        )}
        {section === 'zones' && (
          <Asking label={say(t('位置', 'Where'))}>
            <WordsInput
              {...common('place')}
              label={say(t('位置', 'Where'))}
              value={asked.place}
              change={(place) => ask({ place })}
            />
          </Asking>
        )}
        {section === 'queues' && (
          <Asking label={say(t('字母', 'Letters'))}>
            <input
              className={styles['letters']}
              maxLength={2}
              aria-label={say(t('字母', 'Letters'))}
              data-testid={id('prefix')}
              value={asked.prefix}
              onChange={({ target }) => ask({ prefix: target.value.toUpperCase() })}
            />
          </Asking>
        )}
        {section !== 'zones' && (
          <Asking label={say(t('功能区', 'Zone'))}>
            <Select
              {...common('zone')}
              label={say(t('功能区', 'Zone'))}
              empty={CHOOSE}
              options={places.zones}
              value={asked.zone}
              change={(zone) => ask({ zone })}
            />
          </Asking>
        )}
        {section === 'queues' && (
          <Asking label={say(t('部门', 'Department'))}>
            <Select
              {...common('department')}
              label={say(t('部门', 'Department'))}
              empty={CHOOSE}
              options={places.departments}
              value={asked.department}
              change={(department) => ask({ department })}
            />
          </Asking>
        )}
        {section === 'windows' && (
          <PickMany
            {...common('queues')}
            ordered
            label={say(t('队列', 'Queues'))}
            options={places.queues}
            value={asked.queues}
            change={(queues) => ask({ queues })}
          />
        )}
      </div>
      <div className={styles['answers']}>
        <span role="alert" className={styles['wrong']} data-testid={`missing-${section}`}>
          {tried && 'missing' in made && say(made.missing)}
        </span>
        <Button htmlType="submit" data-testid={`put-${section}`}>
          {say(t('加入', 'Add'))}
        </Button>
      </div>
    </form>
  );
}

function Asking({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <span className={styles['cell']}>
      <span aria-hidden="true">{label}</span>
      {children}
    </span>
  );
}
