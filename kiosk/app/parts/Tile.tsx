import type { ReactNode } from 'react';

/** One of many equal ways on: a sign, a name, and what is behind it. */
export function Tile(props: {
  readonly icon?: ReactNode;
  readonly name: string;
  readonly more: string;
  readonly testId: string;
  readonly onPress: () => void;
}) {
  return (
    <button type="button" className="tile" data-testid={props.testId} onClick={props.onPress}>
      {props.icon && <span className="tile-icon">{props.icon}</span>}
      <span className="tile-words">
        <span className="tile-name">{props.name}</span>
        <small className="tile-more">{props.more}</small>
      </span>
    </button>
  );
}
