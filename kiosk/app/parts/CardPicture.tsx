/** A card above the reader's plate; it sinks onto it when it was read. */
export function CardPicture({ laid }: { laid: boolean }) {
  return (
    <svg
      className={laid ? 'card-picture card-laid' : 'card-picture'}
      viewBox="45 12 310 232"
      fill="none"
      aria-hidden="true"
    >
      <path d="M60 176 200 132 340 176 200 224Z" className="plate" />
      <path d="M60 176v14l140 48 140-48v-14L200 224Z" className="plate-edge" />
      <g className="card-body">
        <path d="M96 118 200 86 304 118 200 154Z" className="card-face" />
        <path d="M96 118v6l104 36 104-36v-6L200 154Z" className="card-edge" />
        <path d="M200 100 248 114M186 105 228 118" className="card-line" />
        <path d="m146 117 22-7 20 6.500-22 7.500Z" className="card-photo" />
      </g>
      <path d="M200 22v44M182 50l18 18 18-18" className="card-arrow" />
    </svg>
  );
}
