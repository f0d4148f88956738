/** A QR code from the host's rows, one path; the border around it belongs to it. */
export function Code({ rows, label }: { rows: readonly string[] | null; label: string }) {
  const side = rows?.length ?? 1;
  const path = (rows ?? [])
    .flatMap((row, y) =>
      [...row.matchAll(/1+/g)].map((run) => `M${run.index} ${y}h${run[0].length}v1H${run.index}z`),
    )
    .join('');
  return (
    <svg
      className="query-code"
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
      data-testid={rows === null ? 'code-waits' : 'code'}
    >
      <rect width={side} height={side} className="code-paper" />
      <path d={path} className="code-ink" />
    </svg>
  );
}
