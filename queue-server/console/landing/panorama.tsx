/** The hall at a glance: a ticket leaves the kiosk, the wall calls it, window 3 is ready. */
export function Panorama() {
  return (
    <svg viewBox="0 0 640 460" aria-hidden="true" focusable="false">
      <defs>
        <linearGradient id="floor" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="var(--surface-sunken)" />
          <stop offset="1" stopColor="var(--paper)" />
        </linearGradient>
        <clipPath id="glass">
          <path d="M300 266h300v66H300z" />
        </clipPath>
      </defs>
      <path d="M0 372h640l-40 78H40z" fill="url(#floor)" />
      <path d="M0 372h640" stroke="var(--line)" strokeWidth="2" />

      {/* wall */}
      <path d="M330 18v22M540 18v22" stroke="var(--ink-3)" strokeWidth="3" />
      <rect x="254" y="36" width="362" height="176" rx="14" fill="#0d1420" />
      <rect x="278" y="58" width="92" height="8" rx="4" fill="#8f9bb0" />
      <rect x="552" y="58" width="40" height="8" rx="4" fill="#4a5670" />
      <rect x="274" y="80" width="322" height="64" rx="10" fill="#1b2740" />
      <text x="292" y="130" fontSize="50" fontWeight="650" fill="#ffd479" className="number">
        A012
      </text>
      <path
        d="M456 112h40m-11-11 11 11-11 11"
        stroke="#7db0ff"
        strokeWidth="4"
        fill="none"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <text x="534" y="130" fontSize="50" fontWeight="650" fill="#f4f6fa" className="number">
        3
      </text>
      {[
        ['H027', '24', 172],
        ['E008', '12', 198],
      ].map(([number, window, y]) => (
        <g key={number}>
          <text x="292" y={Number(y)} fontSize="19" fontWeight="600" fill="#ffd479" className="number">
            {number}
          </text>
          <text x="534" y={Number(y)} fontSize="19" fontWeight="600" fill="#b9c3d3" className="number">
            {window}
          </text>
        </g>
      ))}

      {/* windows */}
      {[300, 402, 504].map((x, i) => (
        <g key={x}>
          <rect x={x} y="240" width="94" height="26" rx="6" fill="#0d1420" />
          <text
            x={x + 47}
            y="259"
            fontSize="16"
            fontWeight="650"
            fill={i === 1 ? '#ffd479' : '#8f9bb0'}
            textAnchor="middle"
            className="number"
          >
            {['F031', 'A012', 'E008'][i]}
          </text>
          <rect x={x} y="266" width="94" height="66" fill="var(--action-soft)" />
          <path d={`M${x} 266v66M${x + 94} 266v66`} stroke="var(--line)" strokeWidth="2" />
          <circle cx={x + 47} cy="293" r="12" fill={i === 1 ? 'var(--action)' : 'var(--ink-3)'} />
          <path
            d={`M${x + 22} 334c2-16 12-23 25-23s23 7 25 23z`}
            fill={i === 1 ? 'var(--action)' : 'var(--ink-3)'}
          />
        </g>
      ))}
      <g clipPath="url(#glass)" stroke="var(--surface)" strokeWidth="6" strokeLinecap="round" opacity="0.7">
        <path d="M312 326l40-52M414 326l40-52M516 326l40-52" />
      </g>
      <rect x="288" y="332" width="322" height="12" rx="4" fill="var(--ink)" />
      <path d="M300 344h298v28H300z" fill="var(--surface)" stroke="var(--line)" strokeWidth="2" />

      {/* kiosk */}
      <path d="M58 400h124l10 16H48z" fill="var(--line)" />
      <rect x="56" y="142" width="128" height="262" rx="18" fill="var(--ink)" />
      <rect x="68" y="156" width="104" height="158" rx="8" fill="var(--surface)" />
      <rect x="80" y="170" width="56" height="8" rx="4" fill="var(--ink)" />
      <rect x="80" y="190" width="38" height="48" rx="7" fill="var(--action)" />
      <rect x="122" y="190" width="38" height="48" rx="7" fill="var(--action-soft)" />
      <rect x="80" y="244" width="38" height="48" rx="7" fill="var(--jade-soft)" />
      <rect x="122" y="244" width="38" height="48" rx="7" fill="var(--amber-soft)" />
      <rect x="86" y="330" width="68" height="7" rx="3.5" fill="#000" />
      <path
        d="M94 334h52v50l-6.5-5-6.5 5-6.5-5-6.5 5-6.5-5-6.5 5-6.5-5-6.5 5z"
        fill="var(--surface)"
        stroke="var(--line)"
      />
      <text
        x="120"
        y="362"
        fontSize="19"
        fontWeight="650"
        fill="var(--ink)"
        textAnchor="middle"
        className="number"
      >
        A012
      </text>

      {/* the person on the way from one to the other */}
      <path
        d="M270 418c66 18 150 14 176-28"
        stroke="var(--action)"
        strokeWidth="3"
        strokeDasharray="2 10"
        strokeLinecap="round"
        fill="none"
      />
      <circle cx="232" cy="306" r="19" fill="var(--amber)" />
      <path d="M200 412v-42c0-22 12-36 32-36s32 14 32 36v42z" fill="var(--ink-2)" />
      <rect
        x="250"
        y="352"
        width="26"
        height="34"
        rx="3"
        fill="var(--surface)"
        stroke="var(--line)"
        transform="rotate(12 263 369)"
      />
      <path d="M256 362l13 3M255 370l9 2" stroke="var(--ink-3)" strokeWidth="2.5" strokeLinecap="round" />
    </svg>
  );
}
