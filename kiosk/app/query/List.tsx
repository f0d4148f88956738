import { GuideCode, GuidePaper } from '@hall/shared/contracts/kiosk-query';
import { useLanguage, useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useEffect, useRef, useState } from 'react';
import { useKiosk } from '../kiosk.ts';
import { Button } from '../parts/Button.tsx';
import { Facts } from '../parts/Facts.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Paged } from '../parts/Paged.tsx';
import { Title } from '../parts/Title.tsx';
import { Q } from '../words/query.ts';
import { materialWords, W, workingDays, yuan } from '../words/words.ts';
import { Code } from './Code.tsx';

/** 一次性告知单: all of a service's list on one screen, as paper, and as a code that a phone keeps without a network. */
export function List({ id }: { id: string }) {
  const say = useSay();
  const language = useLanguage();
  const { host, catalogue, ask } = useKiosk();
  const [rows, setRows] = useState<readonly string[] | null>(null);
  const [paper, setPaper] = useState<GuidePaper | 'printing' | null>(null);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  useEffect(() => {
    let wanted = true;
    setRows(null);
    void ask({ name: 'guide-code', item: id, language }).then((result) => {
      const code = result.ok ? GuideCode.safeParse(result.value) : null;
      if (wanted && code?.success) setRows(code.data.rows);
    });
    return () => {
      wanted = false;
    };
  }, [ask, id, language]);
  const item = catalogue.items.find((one) => one.id === id);
  if (!item) return <Notice tone="bad">{say(W.unavailable)}</Notice>;
  const zone = catalogue.zones.find((one) => one.id === item.zone);
  const noPrinter = !host.peripherals.some(
    ({ kind, state }) => kind === 'ticket-printer' && state !== 'down',
  );

  async function print(): Promise<void> {
    if (paper === 'printing') return;
    setPaper('printing');
    const result = await ask({ name: 'print-guide', item: id });
    if (!here.current) return;
    if (!result.ok) {
      setPaper({ report: { outcome: 'failed', reason: result.error.code }, text: result.error.text });
      return;
    }
    const parsed = GuidePaper.safeParse(result.value);
    setPaper(parsed.success ? parsed.data : null);
  }
  const tone = { printed: 'good', failed: 'bad', unknown: 'wait' } as const;
  return (
    <div className="query-list" data-testid="screen-guide-list">
      <Title more={`${say(Q.listTitle)} · ${say(item.department)}`}>{say(item.name)}</Title>
      <section className="panel query-materials">
        <h2>{say(W.materials)}</h2>
        <Paged list={`materials:${id}`} entries={item.materials} lines={1} testId="list-materials">
          {(material) => (
            <li
              key={material.name.zh}
              className={material.form === 'shared' ? 'material material-shared' : 'material'}
            >
              <Icon name={material.form === 'shared' ? 'check' : 'certificate'} />
              <span>
                {say(material.name)} <small>{say(materialWords(material.form, material.copies))}</small>
              </span>
            </li>
          )}
        </Paged>
      </section>
      <section className="panel query-take-away">
        <Code rows={rows} label={say(Q.listScan)} />
        <p className="query-note">{say(Q.listScan)}</p>
      </section>
      <section className="panel query-facts">
        <Facts
          facts={[
            {
              label: say(W.timeLimit),
              value: say(item.onTheSpot ? W.onTheSpot : workingDays(item.promisedDays)),
            },
            ...(item.onTheSpot ? [] : [{ label: say(Q.legal), value: say(workingDays(item.legalDays)) }]),
            { label: say(W.fee), value: say(yuan(item.feeYuan)) },
            ...(zone ? [{ label: say(W.place), value: `${say(zone.name)} · ${say(zone.place)}` }] : []),
          ]}
        />
      </section>
      <div className="query-paper">
        {paper !== null && paper !== 'printing' && (
          <Notice tone={tone[paper.report.outcome]} testId="list-paper">
            {say(paper.text)}
          </Notice>
        )}
        <Button
          kind="primary"
          icon="printer"
          testId="list-print"
          disabled={noPrinter || paper === 'printing'}
          onPress={() => void print()}
        >
          {say(paper === 'printing' ? Q.listPrinting : Q.listPrint)}
        </Button>
      </div>
    </div>
  );
}
