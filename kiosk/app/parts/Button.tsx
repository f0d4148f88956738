import type { ReactNode } from 'react';
import type { IconName } from './Icon.tsx';
import { Icon } from './Icon.tsx';

export function Button(props: {
  readonly kind?: 'primary' | 'plain' | 'quiet';
  readonly icon?: IconName;
  readonly testId?: string;
  readonly disabled?: boolean;
  /** Takes no press yet, and looks as if it did: see use-armed.ts. */
  readonly arming?: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}) {
  return (
    <button
      type="button"
      className={`button button-${props.kind ?? 'plain'}${props.arming ? ' button-arming' : ''}`}
      data-testid={props.testId}
      disabled={props.disabled || props.arming || false}
      onClick={props.onPress}
    >
      {props.icon && <Icon name={props.icon} />}
      <span>{props.children}</span>
    </button>
  );
}

/** The way on: one primary action in the same place on every screen, at most one other beside it. */
export function Actions({ children }: { children: ReactNode }) {
  return <div className="actions">{children}</div>;
}
