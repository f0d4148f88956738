import type { ReactNode } from 'react';
import type { DockLine } from '../dock-lines.ts';
import { useSay } from './words.ts';

export type Tone = 'calm' | 'busy' | 'wait' | 'stop';

/** One device: its name, how it is, and what a hand can do to it. */
export function Station(props: {
  name: string;
  status?: string;
  tone?: Tone;
  /** Without power it is nothing else, whatever the device itself would say. */
  line?: DockLine | undefined;
  className?: string;
  children: ReactNode;
}) {
  const say = useSay();
  const isOff = props.line?.powered === false;
  const status = isOff ? say('powerOff') : props.status;
  const tone = isOff ? 'stop' : (props.tone ?? 'calm');
  return (
    <section className={`station ${props.className ?? ''}`} aria-label={props.name}>
      <div className="station__head">
        <h2>{props.name}</h2>
        {status !== undefined && <output className={`status status--${tone}`}>{status}</output>}
      </div>
      {props.children}
    </section>
  );
}
