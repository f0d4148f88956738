import type { ReactNode } from 'react';
import type { IconName } from './Icon.tsx';
import { Icon } from './Icon.tsx';

const ICONS = { card: 'card', good: 'check', wait: 'clock', bad: 'warn' } as const satisfies Record<
  string,
  IconName
>;

/** A calm word about the state of things, read out when it appears. */
export function Notice(props: {
  readonly tone: keyof typeof ICONS;
  readonly testId?: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={`notice notice-${props.tone}`} role="status" data-testid={props.testId}>
      <Icon name={ICONS[props.tone]} />
      <div>{props.children}</div>
    </div>
  );
}
