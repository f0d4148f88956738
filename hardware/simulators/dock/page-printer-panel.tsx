import { GlobalWorkerOptions, getDocument } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { useEffect, useRef, useState } from 'react';
import type { DockPage, DockState } from '../dock-contract.ts';
import { FaultDrawer } from './fault-drawer.tsx';
import type { Live } from './live.ts';
import { Station } from './station.tsx';
import { useSay, type Word } from './words.ts';

GlobalWorkerOptions.workerSrc = workerUrl;

/** Canvas pixels across; twice what the sheet takes on screen, for sharp text. */
const SHEET_PIXELS = 840;

const FAULTS = [
  [null, 'allWell'],
  ['media-empty', 'mediaEmpty'],
  ['media-jam', 'mediaJam'],
  ['paused', 'paused'],
] as const satisfies readonly (readonly [DockState['pages']['fault'], Word])[];

export function PagePrinterPanel({ state, act }: { state: DockState; act: Live['act'] }) {
  const say = useSay();
  const { pages } = state;
  const last = pages.out.at(-1);
  const faultWord = FAULTS.find(([fault]) => fault === pages.fault)?.[1];
  const isBusy = pages.activeJobs > 0;
  return (
    <Station
      line={state.lines.pages}
      name={say('pages')}
      status={say(pages.fault !== null && faultWord ? faultWord : isBusy ? 'printing' : 'ready')}
      tone={pages.fault !== null ? 'wait' : isBusy ? 'busy' : 'calm'}
    >
      <div className="tray">
        {last ? (
          <Sheet key={last.id} page={last} />
        ) : (
          <div className="tray__empty">
            <p>{say('noPages')}</p>
            <small>{say('pagesHint')}</small>
          </div>
        )}
      </div>
      <fieldset className="segments" aria-label={say('pages')}>
        {FAULTS.map(([fault, word]) => (
          <button
            key={word}
            type="button"
            aria-pressed={pages.fault === fault}
            onClick={() => act('pages/fault', { fault })}
          >
            {say(word)}
          </button>
        ))}
      </fieldset>
      <FaultDrawer device="pages" line={state.lines.pages} act={act} />
    </Station>
  );
}

function Sheet({ page }: { page: DockPage }) {
  const say = useSay();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [unreadable, setUnreadable] = useState(false);
  const address = `api/pages/${page.id}.pdf`;
  useEffect(() => {
    const loading = getDocument({ url: address });
    let gone = false;
    loading.promise
      .then(async (pdf) => {
        const first = await pdf.getPage(1);
        const target = canvas.current;
        if (gone || !target) return;
        const scale = SHEET_PIXELS / first.getViewport({ scale: 1 }).width;
        const viewport = first.getViewport({ scale });
        target.width = viewport.width;
        target.height = viewport.height;
        await first.render({ canvas: target, viewport }).promise;
      })
      .catch(() => {
        if (!gone) setUnreadable(true);
      });
    return () => {
      gone = true;
      void loading.destroy();
    };
  }, [address]);
  return (
    <figure className="sheet">
      {unreadable ? (
        <p>{say('pageUnreadable')}</p>
      ) : (
        <canvas ref={canvas} width={SHEET_PIXELS} height={1_188} />
      )}
      <figcaption>
        <span>{say('pageOf', { n: page.pages })}</span>
        <a href={address} target="_blank" rel="noreferrer">
          {say('openPdf')}
        </a>
      </figcaption>
    </figure>
  );
}
