import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { W } from '../words/words.ts';

export function Starting() {
  const say = useSay();
  return (
    <main className="starting" data-testid="starting">
      <span className="pulse" />
      <h1>{say(W.starting)}</h1>
      <p>{say(W.startingMore)}</p>
    </main>
  );
}
