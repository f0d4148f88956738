import type { ReactNode } from 'react';

/** Where am I: the first thing on every screen. */
export function Title({ children, more }: { children: ReactNode; more?: ReactNode }) {
  return (
    <header className="title">
      <h1>{children}</h1>
      {more && <p>{more}</p>}
    </header>
  );
}
