import type { ReactNode } from 'react';

export type Tone = 'calm' | 'busy' | 'wait' | 'stop';

/** One device: its name, how it is, and what a hand can do to it. */
export function Station(props: {
  name: string;
  status?: string;
  tone?: Tone;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section className={`station ${props.className ?? ''}`} aria-label={props.name}>
      <div className="station__head">
        <h2>{props.name}</h2>
        {props.status !== undefined && (
          <output className={`status status--${props.tone ?? 'calm'}`}>{props.status}</output>
        )}
      </div>
      {props.children}
    </section>
  );
}
