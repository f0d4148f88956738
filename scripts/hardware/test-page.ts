/** One A4 page with a frame, a square in each corner and a line of text, in the fonts that every PDF reader has. */
export function testPage(): Uint8Array {
  const [width, height, margin, square] = [595, 842, 24, 40];
  const corners = [
    [margin, margin],
    [width - margin - square, margin],
    [margin, height - margin - square],
    [width - margin - square, height - margin - square],
  ];
  const content = [
    `${margin} ${margin} ${width - 2 * margin} ${height - 2 * margin} re S`,
    ...corners.map(([x, y]) => `${x} ${y} ${square} ${square} re S`),
    'BT /F1 28 Tf 120 440 Td (Yichuang hardware test) Tj ET',
    'BT /F1 14 Tf 120 410 Td (If the four squares are whole, the page is right.) Tj ET',
  ].join('\n');
  return pdf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>`,
    `<</Length ${content.length}>>stream\n${content}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ]);
}

/** PDF 1.4 file structure (ISO 32000-1, 7.5); the first object is the catalogue. */
function pdf(objects: readonly string[]): Uint8Array {
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj${object}endobj\n`;
    return at;
  });
  const xref = text.length;
  const entries = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`;
  text += `trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${xref}\n%%EOF\n`;
  return new TextEncoder().encode(text);
}
