import { useWedge } from '@hall/shared/ui/wedge/use-wedge.ts';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';

/** A field that React controls, a button, and what the scanner said: for the test beside `shared/ui/wedge`. */
function Page() {
  const [text, setText] = useState('');
  const [presses, setPresses] = useState(0);
  const [submits, setSubmits] = useState(0);
  const [heard, setHeard] = useState<string[]>([]);
  useWedge({
    onScan: (code) => setHeard((before) => [...before, code]),
    onRejected: (reason) => setHeard((before) => [...before, `rejected: ${reason}`]),
  });
  return (
    <main>
      <input
        data-testid="field"
        aria-label="field"
        value={text}
        maxLength={24}
        onChange={(event) => setText(event.target.value)}
        // Pages of the kiosk have no forms that could be sent: its host's policy forbids them.
        onKeyDown={(event) => {
          if (event.key === 'Enter') setSubmits(submits + 1);
        }}
      />
      <button type="button" data-testid="button" onClick={() => setPresses(presses + 1)}>
        button
      </button>
      <output data-testid="state">{JSON.stringify({ text, presses, submits, heard })}</output>
    </main>
  );
}

createRoot(document.getElementById('app') as HTMLElement).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
