import '@hall/shared/ui/strict-csp.ts';
import '@hall/shared/ui/tokens.css';
import '../../app/styles/base.css';
import '../../app/styles/parts.css';
import '../../app/styles/screens.css';
import '../../app/camera/camera.css';
import type { Language } from '@hall/shared/contracts/text';
import { LanguageProvider } from '@hall/shared/ui/i18n/language.tsx';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { CameraView, type Still } from '../../app/camera/index.ts';

/** The camera as a form would show it; `?max=BYTES`, `?type=png`, `?en`. */
const asked = new URLSearchParams(location.search);
const max = asked.get('max');
const language: Language = asked.has('en') ? 'en' : 'zh';

function Page() {
  const [there, setThere] = useState(true);
  const [still, setStill] = useState<Still | null>(null);
  const head = still === null ? [] : [...still.bytes.subarray(0, 4)];
  return (
    <LanguageProvider language={language}>
      <main>
        {there ? (
          <CameraView
            size={{ width: 1280, height: 960 }}
            still={{
              type: asked.get('type') === 'png' ? 'image/png' : 'image/jpeg',
              ...(max === null ? {} : { maxBytes: Number(max) }),
            }}
            onStill={setStill}
          />
        ) : (
          <p data-testid="gone">gone</p>
        )}
        <button type="button" data-testid="leave" onClick={() => setThere(!there)}>
          leave
        </button>
        <button
          type="button"
          data-testid="forget"
          onClick={() => {
            still?.forget();
            setStill(still === null ? null : { ...still });
          }}
        >
          forget
        </button>
        <output data-testid="still">
          {JSON.stringify(
            still === null
              ? null
              : {
                  ...{ type: still.type, width: still.width, height: still.height, head },
                  size: still.bytes.length,
                  zero: still.bytes.every((byte) => byte === 0),
                },
          )}
        </output>
      </main>
    </LanguageProvider>
  );
}

createRoot(document.getElementById('app') as HTMLElement).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
