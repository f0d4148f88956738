import { RULE_BOOK } from '@hall/shared/contracts/rule-book/book';
import { useEffect, useState } from 'react';
import type { Chosen } from './editing.ts';
import { namePath } from './name-path.ts';
import { NO_PLACES } from './places.ts';

interface GoTo {
  readonly chosen: Chosen;
  readonly choose: (chosen: Chosen) => void;
  readonly show: (chapter: string) => void;
  readonly close: () => void;
}

/** From a problem or a line of a table to the field: its chapter, its queue or window, the cursor in it. */
export function useGoTo({ chosen, choose, show, close }: GoTo) {
  const [target, setTarget] = useState<{ readonly path: string } | null>(null);
  useEffect(() => {
    if (target === null) return;
    // After the chapter is drawn, and the drawer has given the cursor back.
    const timer = setTimeout(() => focusOn(target.path), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [target]);
  const goTo = (path: string) => {
    close();
    const { rule } = namePath(path.split('.'), NO_PLACES);
    const [list, id = ''] = path.split('.');
    if (rule && list === 'queues') choose({ ...chosen, queue: id });
    if (rule && list === 'windows') choose({ ...chosen, window: id });
    show(RULE_BOOK.find(({ rules }) => rules.some((one) => one === rule))?.id ?? 'hall');
    setTarget({ path });
  };
  return { goTo, target: target?.path ?? null };
}

const SETTLE_MS = 60;

/** The field of a path, or of the nearest one above it: a problem may lie in a row. */
function focusOn(path: string): void {
  const steps = path.split('.');
  for (let length = steps.length; length > 0; length -= 1) {
    const testid = `field-${steps.slice(0, length).join('.')}`;
    const field = document.querySelector<HTMLElement>(`[data-testid="${CSS.escape(testid)}"]`);
    if (!field) continue;
    field.scrollIntoView({ block: 'center' });
    const inner = field.matches('fieldset')
      ? field.querySelector<HTMLElement>('input, textarea, select')
      : null;
    (inner ?? field).focus();
    return;
  }
}
