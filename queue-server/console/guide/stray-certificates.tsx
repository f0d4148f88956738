import type { CertificateTrace, StrayCertificate } from '@hall/shared/contracts/paper-question';
import type { Text } from '@hall/shared/contracts/text';
import { Button } from 'antd';
import { useState } from 'react';
import { client } from '../api/live.ts';
import { useSpeech } from '../words/language.tsx';
import { clockTime } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import styles from './paper-questions.module.css';

/** More at a time is a machine to look after. */
const SHOWN = 4;

const WHY: Readonly<Record<StrayCertificate['outcome'], Text>> = {
  unknown: t('不知是否出纸', 'Nobody knows whether it came out'),
  silent: t('机器没有回音', 'Its machine has not said'),
};
const FOUND: readonly { readonly found: CertificateTrace; readonly name: Text }[] = [
  { found: 'handed-over', name: t('本人已取走', 'Owner has it') },
  { found: 'destroyed', name: t('已收回销毁', 'Destroyed') },
  { found: 'nothing', name: t('没有纸', 'Nothing there') },
];

interface Props {
  readonly certificates: readonly StrayCertificate[];
  readonly nameOf: (device: string) => Text | null;
  readonly changed: () => void;
}

/** Papers with a person's data that may lie in a tray: a guide goes and looks, and says what was there. */
export function StrayCertificates({ certificates, nameOf, changed }: Props) {
  const { say } = useSpeech();
  const count = certificates.length;
  const heard = t(`${count} 张证明待查看`, `${count} certificates to look for`);
  return (
    <>
      <p role="status" className="hidden-to-eyes">
        {count > 0 && say(heard)}
      </p>
      {count > 0 && (
        <section className={styles['certificates']} data-testid="stray-certificates">
          <h2>
            {say(t('请到机器旁查看证明', 'Certificates to look for'))} <span className="number">{count}</span>
          </h2>
          <p>{say(t('纸上有个人信息，请看出纸口。', "They bear people's data: please look in the tray."))}</p>
          <ul>
            {certificates.slice(0, SHOWN).map((one) => (
              <Stray key={one.certificate} one={one} name={nameOf(one.device)} changed={changed} />
            ))}
          </ul>
          {count > SHOWN && <p>{say(t(`还有 ${count - SHOWN} 张`, `${count - SHOWN} more`))}</p>}
        </section>
      )}
    </>
  );
}

interface StrayProps {
  readonly one: StrayCertificate;
  readonly name: Text | null;
  readonly changed: () => void;
}

function Stray({ one, name, changed }: StrayProps) {
  const { say } = useSpeech();
  const [busy, setBusy] = useState<CertificateTrace | null>(null);
  const [problem, setProblem] = useState<Text | null>(null);
  async function trace(found: CertificateTrace) {
    if (busy !== null) return;
    setBusy(found);
    setProblem(null);
    const end = await client.command('certificate.trace', { certificate: one.certificate, found });
    setBusy(null);
    if (!end.ok) setProblem(end.error.text);
    changed();
  }
  return (
    <li data-testid={`stray-${one.certificate}`}>
      <span>
        <b>{say(name ?? t(one.device, one.device))}</b> {say(WHY[one.outcome])} ·{' '}
        <span className="number">{clockTime(one.since)}</span> · {say(t('验证码末四位', 'code ends with'))}{' '}
        <span className="number">{one.lastOfCode}</span>
      </span>
      <span className={styles['found']}>
        {FOUND.map(({ found, name: words }) => (
          <Button
            key={found}
            size="large"
            aria-label={say(
              t(
                `${words.zh}，${(name ?? t(one.device, one.device)).zh} ${one.lastOfCode}`,
                `${words.en}, ${(name ?? t(one.device, one.device)).en} ${one.lastOfCode}`,
              ),
            )}
            loading={busy === found}
            onClick={() => void trace(found)}
            data-testid={`trace-${found}-${one.certificate}`}
          >
            {say(words)}
          </Button>
        ))}
      </span>
      {problem && <span role="alert">{say(problem)}</span>}
    </li>
  );
}
