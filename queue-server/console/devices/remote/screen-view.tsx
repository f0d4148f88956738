import type { PictureShape, ScreenPicture } from '@hall/shared/contracts/screen-picture';
import { useSpeech } from '../../words/language.tsx';
import { t } from '../../words/words.ts';
import styles from './remote.module.css';

/** Ascent of the letters in their line, so that a text stands where the page had it. */
const BASELINE = 0.82;

/** A drawn screen. Whatever a device says, only shapes and texts come of it. */
export function ScreenView({ picture }: { readonly picture: ScreenPicture }) {
  const { say } = useSpeech();
  const { width, height, shapes } = picture;
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      className={styles['screen'] ?? ''}
      data-wide={width > height}
      role="img"
      data-testid="device-screen"
    >
      <title>{say(t('设备画面，不含个人内容', 'The screen of the device, without anything personal'))}</title>
      {shapes.map((shape, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: shapes have no names and are drawn in their order
        <Shape key={at} shape={shape} />
      ))}
    </svg>
  );
}

function Shape({ shape }: { readonly shape: PictureShape }) {
  const { x, y, w, h } = shape;
  switch (shape.kind) {
    case 'box':
      return (
        <rect
          {...{ x, y, width: w, height: h, rx: shape.round }}
          fill={shape.fill ?? 'none'}
          stroke={shape.line ?? 'none'}
        />
      );
    case 'bar':
      return <rect {...{ x, y, width: w, height: h, rx: h / 4 }} className={styles['bar']} />;
    case 'blank':
      return <rect {...{ x, y, width: w, height: h, rx: 4 }} className={styles['blank']} />;
    case 'text':
      return (
        <text
          x={x}
          y={y + h / 2 + (shape.size * (BASELINE - 0.5)) / 1.1}
          fontSize={shape.size}
          fill={shape.colour}
          // Letters of another font are as wide as those of the page; what was on two lines stands on one.
          {...(w > 0 ? { textLength: w, lengthAdjust: 'spacingAndGlyphs' } : {})}
        >
          {shape.text}
        </text>
      );
  }
}
