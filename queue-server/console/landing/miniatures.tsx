import type { ReactNode } from 'react';

/**
 * A drawing of each surface, 280 × 168, in the tokens' colours: paper surfaces on paper, screens of the hall on
 * their own dark ground. Only shapes and numerals: they need no translation.
 */

const NIGHT = '#0d1420';
const NIGHT_2 = '#1b2740';
const GLOW = '#ffd479';
const SKY = '#7db0ff';

interface Numeral {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly fill: string;
  readonly children: string;
  readonly middle?: boolean;
}

function N({ x, y, size, fill, children, middle = false }: Numeral) {
  return (
    <text
      x={x}
      y={y}
      fontSize={size}
      fontWeight="650"
      fill={fill}
      textAnchor={middle ? 'middle' : 'start'}
      className="number"
    >
      {children}
    </text>
  );
}

const bar = (x: number, y: number, width: number, height: number, fill: string, radius = height / 2) => (
  <rect x={x} y={y} width={width} height={height} rx={radius} fill={fill} />
);

const DRAWINGS = {
  kiosk: (
    <>
      <path d="M96 150h88l6 12H90z" fill="var(--line)" />
      <rect x="92" y="14" width="96" height="138" rx="12" fill="var(--ink)" />
      <rect x="99" y="21" width="82" height="106" rx="6" fill="var(--surface)" />
      {bar(107, 30, 44, 6, 'var(--ink)')}
      <rect x="107" y="44" width="31" height="34" rx="5" fill="var(--action)" />
      <rect x="142" y="44" width="31" height="34" rx="5" fill="var(--action-soft)" />
      <rect x="107" y="82" width="31" height="34" rx="5" fill="var(--jade-soft)" />
      <rect x="142" y="82" width="31" height="34" rx="5" fill="var(--amber-soft)" />
      <rect x="116" y="134" width="48" height="5" rx="2.5" fill="#000" />
      <path
        d="M122 137h36v22l-4-3-5 3-4.5-3-4.5 3-4.5-3-4.5 3-5-3-4 3z"
        fill="var(--surface)"
        stroke="var(--line)"
      />
      <N x={140} y={150} size={11} fill="var(--ink)" middle>
        A012
      </N>
      <rect
        x="196"
        y="96"
        width="34"
        height="22"
        rx="4"
        fill="var(--surface)"
        stroke="var(--ink-3)"
        transform="rotate(-8 213 107)"
      />
      <circle cx="205" cy="108" r="4" fill="var(--action)" />
      {bar(212, 102, 12, 3, 'var(--ink-3)')}
      {bar(212, 108, 9, 3, 'var(--line)')}
    </>
  ),
  console: (
    <>
      <rect x="28" y="20" width="224" height="130" rx="10" fill="var(--surface)" stroke="var(--line)" />
      <path d="M38 20h204a10 10 0 0 1 10 10v8H28v-8a10 10 0 0 1 10-10z" fill="var(--surface-sunken)" />
      <circle cx="40" cy="29" r="3" fill="var(--action)" />
      {bar(48, 27, 44, 4, 'var(--ink-3)')}
      <rect
        x="40"
        y="48"
        width="122"
        height="52"
        rx="8"
        fill="none"
        stroke="var(--action)"
        strokeWidth="1.5"
      />
      <N x={101} y={87} size={36} fill="var(--ink)" middle>
        A012
      </N>
      <rect x="40" y="107" width="122" height="18" rx="5" fill="var(--action)" />
      {bar(50, 114, 40, 4, '#fff')}
      {bar(136, 114, 18, 4, 'rgb(255 255 255 / 55%)')}
      {[40, 82, 124].map((x) => (
        <rect key={x} x={x} y="130" width="38" height="12" rx="4" fill="none" stroke="var(--line)" />
      ))}
      {[50, 72, 94, 116].map((y, i) => (
        <g key={y}>
          <N x={174} y={y + 9} size={11} fill="var(--ink)">
            {`A0${13 + i}`}
          </N>
          {bar(206, y + 3, i % 2 ? 26 : 36, 4, i === 1 ? 'var(--amber)' : 'var(--line)')}
          <path d={`M174 ${y + 16}h68`} stroke="var(--line)" strokeWidth="0.75" />
        </g>
      ))}
    </>
  ),
  wall: (
    <>
      <rect x="20" y="16" width="240" height="136" rx="8" fill={NIGHT} />
      {bar(34, 28, 70, 5, '#b9c3d3')}
      {bar(222, 28, 24, 5, '#8f9bb0')}
      <rect x="34" y="42" width="212" height="40" rx="6" fill={NIGHT_2} />
      <N x={46} y={73} size={30} fill={GLOW}>
        A012
      </N>
      <path
        d="M146 62h26m-7-7 7 7-7 7"
        stroke={SKY}
        strokeWidth="2.5"
        fill="none"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <N x={198} y={73} size={30} fill="#f4f6fa">
        3
      </N>
      {[98, 118, 138].map((y, i) => (
        <g key={y}>
          <N x={46} y={y + 4} size={14} fill={GLOW}>
            {['H027', 'E008', 'F031'][i] as string}
          </N>
          <N x={198} y={y + 4} size={14} fill="#b9c3d3">
            {['24', '12', '18'][i] as string}
          </N>
          <path d={`M34 ${y + 10}h212`} stroke={NIGHT_2} />
        </g>
      ))}
    </>
  ),
  boards: (
    <>
      {[14, 100, 186].map((x, i) => (
        <g key={x}>
          <path d={`M${x + 20} 14v16M${x + 60} 14v16`} stroke="var(--ink-3)" strokeWidth="2" />
          <rect x={x} y="28" width="80" height="112" rx="7" fill={NIGHT} />
          {bar(x + 10, 38, 34, 5, '#b9c3d3')}
          <rect x={x + 8} y="52" width="64" height="26" rx="4" fill={NIGHT_2} />
          <N x={x + 13} y={71} size={15} fill={GLOW}>
            {['A012', 'H027', 'E008'][i] as string}
          </N>
          <N x={x + 59} y={71} size={15} fill="#f4f6fa">
            {['3', '4', '6'][i] as string}
          </N>
          {[92, 108, 124].map((y) => (
            <g key={y}>
              {bar(x + 12, y, 26, 5, GLOW)}
              {bar(x + 58, y, 8, 5, '#8f9bb0')}
            </g>
          ))}
        </g>
      ))}
    </>
  ),
  window: (
    <>
      <rect x="28" y="26" width="224" height="44" rx="6" fill={NIGHT} />
      <circle cx="50" cy="48" r="13" fill={NIGHT_2} />
      <N x={50} y={54} size={16} fill="#f4f6fa" middle>
        3
      </N>
      <text
        x="150"
        y="59"
        fontSize="30"
        fontWeight="650"
        letterSpacing="3"
        fill={GLOW}
        textAnchor="middle"
        className="number"
      >
        A012
      </text>
      <path d="M40 70v70M240 70v70" stroke="var(--line)" strokeWidth="3" />
      <path d="M40 76h200v46H40z" fill="var(--action-soft)" opacity="0.6" />
      <path d="M54 112 88 80M74 116l38-36" stroke="var(--surface)" strokeWidth="4" strokeLinecap="round" />
      <circle cx="160" cy="96" r="10" fill="var(--ink-3)" />
      <path d="M140 124c2-12 10-17 20-17s18 5 20 17z" fill="var(--ink-2)" />
      <rect x="22" y="122" width="236" height="10" rx="3" fill="var(--ink)" />
      <path d="M30 132h220v22H30z" fill="var(--surface-sunken)" stroke="var(--line)" />
    </>
  ),
  pad: (
    <>
      <rect x="44" y="22" width="192" height="122" rx="12" fill="var(--ink)" />
      <rect x="51" y="29" width="178" height="108" rx="6" fill="var(--surface)" />
      {bar(96, 42, 88, 7, 'var(--ink)')}
      {bar(112, 56, 56, 4, 'var(--line)')}
      {[68, 104, 140, 176, 212].map((x, i) => {
        const colour = ['var(--cinnabar)', 'var(--amber)', 'var(--ink-3)', 'var(--action)', 'var(--jade)'][
          i
        ] as string;
        const mouth = [-5, -2.5, 0, 3, 6][i] as number;
        return (
          <g key={x} fill="none" stroke={colour} strokeWidth="2.2" strokeLinecap="round">
            <circle cx={x} cy="88" r="13" fill={i === 4 ? 'var(--jade-soft)' : 'none'} />
            <path d={`M${x - 5.5} ${92 - mouth / 2}q5.5 ${mouth} 11 0`} />
            <path d={`M${x - 4.5} 84v.01M${x + 4.5} 84v.01`} strokeWidth="3" />
          </g>
        );
      })}
      {bar(100, 116, 80, 10, 'var(--surface-sunken)', 5)}
      <path d="M120 144h40l6 12h-52z" fill="var(--line)" />
    </>
  ),
  sound: (
    <>
      <rect x="60" y="34" width="60" height="84" rx="10" fill="var(--ink)" />
      <circle cx="90" cy="90" r="18" fill="none" stroke="var(--surface)" strokeWidth="3" />
      <circle cx="90" cy="90" r="6" fill="var(--surface)" />
      <circle cx="90" cy="54" r="7" fill="none" stroke="var(--surface)" strokeWidth="2.5" />
      {[0, 1, 2].map((i) => (
        <path
          key={i}
          d={`M${138 + i * 18} ${58 - i * 10}a${30 + i * 14} ${30 + i * 14} 0 0 1 0 ${36 + i * 20}`}
          stroke="var(--action)"
          strokeOpacity={1 - i * 0.3}
          strokeWidth="4"
          fill="none"
          strokeLinecap="round"
        />
      ))}
      <rect x="44" y="130" width="192" height="24" rx="12" fill="var(--surface-sunken)" />
      <N x={62} y={147} size={13} fill="var(--ink)">
        A012
      </N>
      <path
        d="M106 142h20m-6-5 6 5-6 5"
        stroke="var(--ink-3)"
        strokeWidth="2"
        fill="none"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <N x={138} y={147} size={13} fill="var(--action)">
        3
      </N>
      {bar(156, 140, 62, 4, 'var(--line)')}
    </>
  ),
  manager: (
    <>
      <rect x="24" y="18" width="232" height="134" rx="10" fill="var(--surface)" stroke="var(--line)" />
      {[0, 1, 2, 3].map((i) => (
        <g key={i}>
          {bar(38 + i * 54, 32, 24, 4, 'var(--ink-3)')}
          <N x={38 + i * 54} y={61} size={21} fill={i === 1 ? 'var(--amber)' : 'var(--ink)'}>
            {['286', '42', '231', '4.8'][i] as string}
          </N>
        </g>
      ))}
      <path d="M38 74h204" stroke="var(--line)" />
      {[88, 104, 120, 136].map((y, i) => (
        <g key={y}>
          <rect x="38" y={y - 6} width="11" height="11" rx="3" fill="var(--surface-sunken)" />
          {bar(56, y - 3, 34, 5, 'var(--line)')}
          {bar(102, y - 3, 60, 5, 'var(--surface-sunken)')}
          {bar(102, y - 3, [44, 20, 56, 12][i] as number, 5, i === 2 ? 'var(--amber)' : 'var(--action)')}
        </g>
      ))}
      {[0, 1, 2, 3, 4, 5].map((i) => (
        <rect
          key={i}
          x={180 + (i % 3) * 22}
          y={84 + Math.floor(i / 3) * 30}
          width="18"
          height="25"
          rx="4"
          fill={i === 4 ? 'var(--amber-soft)' : 'var(--surface)'}
          stroke={i % 2 ? 'var(--jade)' : 'var(--line)'}
        />
      ))}
    </>
  ),
  platform: (
    <>
      <path
        d="M96 74a24 24 0 0 1 4-47 32 32 0 0 1 60-4 22 22 0 0 1 26 51z"
        fill="var(--surface)"
        stroke="var(--ink)"
        strokeWidth="2.2"
      />
      {bar(118, 44, 44, 5, 'var(--ink-3)')}
      {bar(118, 55, 28, 5, 'var(--line)')}
      <path
        d="M128 84v26m-7-7 7 7 7-7M152 110V84m-7 7 7-7 7 7"
        stroke="var(--action)"
        strokeWidth="2.5"
        fill="none"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      {[58, 140, 222].map((x, i) => (
        <g key={x} opacity={i === 1 ? 1 : 0.55}>
          <path d={`M${x - 26} 128l26-11 26 11z`} fill={i === 1 ? 'var(--action)' : 'var(--ink-3)'} />
          <path
            d={`M${x - 18} 132v16M${x - 6} 132v16M${x + 6} 132v16M${x + 18} 132v16M${x - 26} 152h52`}
            stroke={i === 1 ? 'var(--action)' : 'var(--ink-3)'}
            strokeWidth="4"
            strokeLinecap="round"
          />
        </g>
      ))}
    </>
  ),
  dock: (
    <>
      <rect x="22" y="96" width="236" height="52" rx="10" fill="var(--surface-sunken)" stroke="var(--line)" />
      <rect x="36" y="70" width="72" height="48" rx="8" fill="var(--ink)" />
      <rect x="44" y="46" width="56" height="36" rx="5" fill="var(--surface)" stroke="var(--ink-3)" />
      <circle cx="58" cy="61" r="6" fill="var(--action-soft)" stroke="var(--action)" />
      {bar(70, 55, 22, 4, 'var(--ink-3)')}
      {bar(70, 63, 16, 4, 'var(--line)')}
      {bar(52, 73, 36, 3, 'var(--line)')}
      <rect x="124" y="64" width="56" height="54" rx="8" fill="var(--ink)" />
      <path d="M134 66V30h36v36" fill="var(--surface)" stroke="var(--line)" />
      <N x={152} y={50} size={13} fill="var(--ink)" middle>
        A012
      </N>
      {bar(142, 56, 20, 3, 'var(--line)')}
      <rect x="132" y="66" width="40" height="4" rx="2" fill="#000" />
      <circle cx="170" cy="108" r="3" fill="#5fd6a8" />
      <rect x="196" y="76" width="50" height="42" rx="6" fill={NIGHT} />
      <N x={221} y={102} size={15} fill={GLOW} middle>
        A012
      </N>
      {[44, 64, 84, 136, 156, 206, 226].map((x, i) => (
        <g key={x}>
          {bar(x, 129, 14, 8, i === 2 ? 'var(--cinnabar)' : i % 2 ? 'var(--jade)' : 'var(--line)')}
          <circle cx={i % 2 ? x + 10 : x + 4} cy="133" r="3" fill="var(--surface)" />
        </g>
      ))}
    </>
  ),
  docs: (
    <>
      <rect x="36" y="20" width="208" height="130" rx="10" fill="var(--surface)" stroke="var(--line)" />
      {[0, 1, 2, 3].map((i) => (
        <g key={i}>
          <rect
            x="50"
            y={34 + i * 28}
            width="36"
            height="18"
            rx="5"
            fill={i % 2 ? 'var(--jade-soft)' : 'var(--action-soft)'}
          />
          {bar(57, 41 + i * 28, 22, 4, i % 2 ? 'var(--jade)' : 'var(--action)')}
          {bar(98, 41 + i * 28, [76, 108, 60, 92][i] as number, 4, 'var(--ink-2)')}
          {i < 3 && <path d={`M50 ${57 + i * 28}h180`} stroke="var(--line)" strokeWidth="0.75" />}
        </g>
      ))}
    </>
  ),
} as const satisfies Record<string, ReactNode>;

export type MiniatureName = keyof typeof DRAWINGS;

export function Miniature({ name }: { readonly name: MiniatureName }) {
  return (
    <svg viewBox="0 0 280 168" aria-hidden="true" focusable="false">
      {DRAWINGS[name]}
    </svg>
  );
}
