/** Lists are turned like pages: nothing on a kiosk needs scrolling. */

/** How a list is laid out now, px. */
export interface Room {
  readonly height: number;
  readonly rowHeight: number;
  readonly gap: number;
  readonly columns: number;
}

/** Entries that one page holds; never none. */
export function pageSize({ height, rowHeight, gap, columns }: Room): number {
  if (rowHeight <= 0) return columns;
  // Half a pixel of rounding must not cost a row.
  const rows = Math.floor((height + gap + 0.5) / (rowHeight + gap));
  return Math.max(1, rows) * Math.max(1, columns);
}

export interface PageOf<T> {
  readonly entries: readonly T[];
  /** From 0; the last one where a list has become shorter. */
  readonly page: number;
  readonly pages: number;
}

export function pageOf<T>(all: readonly T[], size: number, wanted: number): PageOf<T> {
  const pages = Math.max(1, Math.ceil(all.length / size));
  const page = Math.min(Math.max(0, wanted), pages - 1);
  return { entries: all.slice(page * size, (page + 1) * size), page, pages };
}
