import { useEffect, useRef, useState } from 'react';
import type { DockState, DockTicket } from '../dock-contract.ts';
import { DeviceFaults, FaultDrawer } from './fault-drawer.tsx';
import type { Live } from './live.ts';
import { Station, type Tone } from './station.tsx';
import { useSay, type Word } from './words.ts';

/** Torn tickets that stay on the table. */
const ON_THE_TABLE = 6;
/** 25 mm: within every ticket of a hall. */
const MID_TICKET_ROWS = 200;

export function TicketPrinterPanel({ state, act }: { state: DockState; act: Live['act'] }) {
  const say = useSay();
  const { printer } = state;
  const [word, tone] = stateOf(printer);
  const hanging = printer.tickets.filter((ticket) => !ticket.torn && ticket.heightDots > 0);
  const torn = printer.tickets.filter((ticket) => ticket.torn).slice(-ON_THE_TABLE);
  const [shown, setShown] = useState<DockTicket | null>(null);
  return (
    <Station name={say('printer')} status={say(word)} tone={tone} className="station--printer">
      <div className="bay">
        <Paper hanging={hanging} />
        <div className={`printer ${printer.coverOpen ? 'printer--open' : ''}`}>
          <div className="printer__slot" />
          <div className="printer__lid">
            <span className={`lamp lamp--${tone}`} />
            <span className={`roll ${printer.paper === 'out' ? 'roll--none' : ''}`} aria-hidden="true" />
          </div>
        </div>
      </div>
      <div className="row row--spread">
        <button
          type="button"
          className="button button--main"
          disabled={hanging.length === 0}
          onClick={() => act('printer/tear')}
        >
          {say('tear')}
        </button>
        <div className="row">
          <Toggle
            on={printer.coverOpen}
            words={['openCover', 'closeCover']}
            acts={['open-cover', 'close-cover']}
            act={act}
          />
          <Toggle
            on={printer.paper === 'out'}
            words={['takePaper', 'loadPaper']}
            acts={['take-paper', 'load-paper']}
            act={act}
          />
          <Toggle
            on={printer.jammed || printer.mute}
            words={['jam', 'clear']}
            acts={['jam', 'clear']}
            act={act}
          />
          <Toggle
            on={!printer.power}
            words={['powerCut', 'powerOn']}
            acts={['power-cut', 'power-on']}
            act={act}
          />
        </div>
      </div>
      {torn.length > 0 && (
        <div className="table">
          <h3>{say('inHand')}</h3>
          <ul>
            {torn.toReversed().map((ticket) => (
              <li key={ticket.id}>
                <button
                  type="button"
                  className="table__ticket"
                  aria-label={say('enlarge', { n: ticket.id })}
                  onClick={() => setShown(ticket)}
                >
                  <TicketPicture ticket={ticket} />
                  {!ticket.cut && <span className="table__note">{say('partial')}</span>}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <FaultDrawer device="printer" line={state.lines.printer} act={act}>
        <DeviceFaults
          act={act}
          faults={[
            ['paperOutMid', 'printer/paper-out-after', { rows: MID_TICKET_ROWS }],
            ['powerCutMid', 'printer/power-cut-after', { rows: MID_TICKET_ROWS }],
            ['coverMid', 'printer/inject', { kind: 'cover-open', afterRows: MID_TICKET_ROWS }],
            ['stuckOffline', 'printer/inject', { kind: 'stuck-offline', afterRows: 0 }],
            ['printerMute', 'printer/mute', {}],
            ['paperNearEnd', 'printer/near-end', {}],
            ['repair', 'printer/repair', {}],
          ]}
        />
      </FaultDrawer>
      {shown && <Enlarged ticket={shown} onClose={() => setShown(null)} />}
    </Station>
  );
}

/** What hangs in the slot: paper rises out of it, the newest row at the slot. */
function Paper({ hanging }: { hanging: readonly DockTicket[] }) {
  const say = useSay();
  if (hanging.length === 0) {
    return (
      <div className="bay__empty">
        <p>{say('slotEmpty')}</p>
        <small>{say('slotHint')}</small>
      </div>
    );
  }
  return (
    <div className="bay__paper">
      {hanging.toReversed().map((ticket) => (
        <div key={ticket.id} className={`paper ${ticket.cut ? 'paper--cut' : ''}`}>
          <TicketPicture ticket={ticket} />
        </div>
      ))}
    </div>
  );
}

function TicketPicture({ ticket }: { ticket: DockTicket }) {
  return (
    <img
      src={`api/printer/tickets/${ticket.id}.png?rows=${ticket.heightDots}`}
      width={288}
      height={Math.max(1, ticket.heightDots / 2)}
      alt=""
    />
  );
}

function Toggle(props: {
  on: boolean;
  words: readonly [Word, Word];
  acts: readonly [string, string];
  act: Live['act'];
}) {
  const say = useSay();
  const index = props.on ? 1 : 0;
  return (
    <button
      type="button"
      className={`button ${props.on ? 'button--mend' : 'button--quiet'}`}
      onClick={() => props.act(`printer/${props.acts[index]}`)}
    >
      {say(props.words[index])}
    </button>
  );
}

function Enlarged({ ticket, onClose }: { ticket: DockTicket; onClose: () => void }) {
  const say = useSay();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="enlarged" onClose={onClose} aria-label={say('enlarge', { n: ticket.id })}>
      <div className="enlarged__paper">
        <img src={`api/printer/tickets/${ticket.id}.png?rows=${ticket.heightDots}`} width={576} alt="" />
      </div>
      <div className="row row--spread">
        <a
          className="button button--quiet"
          href={`api/printer/tickets/${ticket.id}.bin`}
          download={`ticket-${ticket.id}.bin`}
        >
          {say('bytes')}
        </a>
        <button type="button" className="button button--main" onClick={() => dialog.current?.close()}>
          {say('close')}
        </button>
      </div>
    </dialog>
  );
}

function stateOf(printer: DockState['printer']): readonly [Word, Tone] {
  if (!printer.power) return ['powerOff', 'stop'];
  if (printer.coverOpen) return ['coverIsOpen', 'wait'];
  if (printer.paper === 'out') return ['paperOut', 'wait'];
  if (printer.jammed) return ['jammed', 'stop'];
  if (printer.mute) return ['mute', 'stop'];
  if (printer.printing) return ['printing', 'busy'];
  return printer.paper === 'near-end' ? ['paperNearEnd', 'wait'] : ['ready', 'calm'];
}
