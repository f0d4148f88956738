import type { Text } from '../../contracts/text.ts';

/** Public screens say everything twice: Chinese first, English beside or below it, in the second voice. */
export function Both({ text, className }: { text: Text; className?: string }) {
  return (
    <span className={className === undefined ? 'both' : `both ${className}`}>
      <span className="zh" lang="zh-CN">
        {text.zh}
      </span>{' '}
      <span className="en" lang="en">
        {text.en}
      </span>
    </span>
  );
}
