/** Where a text stands on a panel of fixed characters. A Chinese character takes two cells, an ASCII one takes one. */
export interface CharacterGrid {
  /** Cells of a row. */
  readonly columns: number;
  readonly rows: number;
  readonly align: 'left' | 'centre' | 'right';
}

export interface LaidOutText {
  /** All rows one behind the other, each filled with blanks. */
  readonly text: string;
  /** The end did not fit. */
  readonly cut: boolean;
  /** Cells that the whole text would take. */
  readonly cells: number;
}

export function cellsOf(text: string): number {
  return [...text].reduce((cells, character) => cells + (character < '\u0080' ? 1 : 2), 0);
}

/** Breaks anywhere, but never a character in two; blanks fill every row to its end. */
export function layOutCharacters(text: string, { columns, rows, align }: CharacterGrid): LaidOutText {
  const lines: string[] = [''];
  let cut = false;
  for (const character of text) {
    const line = lines.at(-1)!;
    if (cellsOf(line) + cellsOf(character) <= columns) lines[lines.length - 1] = line + character;
    else if (lines.length < rows) lines.push(character);
    else {
      cut = true;
      break;
    }
  }
  while (lines.length < rows) lines.push('');
  return { text: lines.map((line) => fill(line, columns, align)).join(''), cut, cells: cellsOf(text) };
}

function fill(line: string, columns: number, align: CharacterGrid['align']): string {
  const free = columns - cellsOf(line);
  const before = align === 'left' ? 0 : align === 'right' ? free : Math.floor(free / 2);
  return ' '.repeat(before) + line + ' '.repeat(free - before);
}
