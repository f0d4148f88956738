import type { ReactNode } from 'react';
import type { IconName } from './Icon.tsx';
import { Icon } from './Icon.tsx';

export function Button(props: {
  readonly kind?: 'primary' | 'plain' | 'quiet';
  readonly icon?: IconName;
  readonly testId?: string;
  readonly disabled?: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}) {
  return (
    <button
      type="button"
      className={`button button-${props.kind ?? 'plain'}`}
      data-testid={props.testId}
      disabled={props.disabled ?? false}
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
