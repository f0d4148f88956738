/** A GitHub table; cells may hold any text. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** One page: title, a note that it is generated, then its parts with an empty line between them. */
export function page(title: string, from: string, parts: readonly string[]): string {
  return `${[`# ${title}`, `<!-- Generated from ${from} by \`npm run docs\`: change it there. -->`, ...parts].join('\n\n')}\n`;
}

/** A pipe would end the cell, also inside a code span. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
