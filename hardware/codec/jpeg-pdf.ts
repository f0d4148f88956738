import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';

export interface JpegHead {
  readonly width: number;
  readonly height: number;
  /** 1: grey, 3: colour. */
  readonly components: 1 | 3;
}

export type JpegFaultCode = 'JPEG_MALFORMED';

/** Size and colours of a whole JPEG (ITU-T T.81, annex B): it begins with SOI, has a frame, and ends with EOI. */
export function readJpegHead(bytes: Uint8Array): Result<JpegHead, Fault<JpegFaultCode>> {
  const malformed = (why: string) => err(fault('JPEG_MALFORMED' as const, why));
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return malformed('no start of image');
  if (bytes.at(-2) !== 0xff || bytes.at(-1) !== 0xd9) return malformed('the end of the image is missing');
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return malformed('no marker where one is due');
    const marker = bytes[at + 1]!;
    // B.1.1.2: any number of FF may stand before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const word = (offset: number): number => (bytes[at + offset]! << 8) | bytes[at + offset + 1]!;
    // SOF0 to SOF2: what scanners make, and what PDF viewers must read (ISO 32000-1, 7.4.8).
    if (marker >= 0xc0 && marker <= 0xc2) {
      const [height, width, components] = [word(5), word(7), bytes[at + 9]];
      if (height === 0 || width === 0) return malformed('a frame without a size');
      if (components !== 1 && components !== 3) return malformed(`${components} components`);
      return ok({ width, height, components });
    }
    if (marker === 0xda) return malformed('a scan before its frame');
    const length = word(2);
    if (length < 2) return malformed('a segment without a length');
    at += 2 + length;
  }
  return malformed('no frame');
}

const POINTS_PER_INCH = 72;

/**
 * A PDF 1.4 of whole JPEG pages, each as large as it was scanned at `dpi`. The pictures go in as they are
 * (DCTDecode), so that nothing is lost, and nothing but pictures is in it.
 */
export function pdfFromJpegs(
  jpegs: readonly Uint8Array[],
  dpi: number,
): Result<Uint8Array<ArrayBuffer>, Fault<JpegFaultCode>> {
  const heads: JpegHead[] = [];
  for (const jpeg of jpegs) {
    const head = readJpegHead(jpeg);
    if (!head.ok) return head;
    heads.push(head.value);
  }
  const parts: Buffer[] = [];
  const offsets: number[] = [];
  let length = 0;
  const add = (...pieces: readonly (string | Uint8Array)[]): void => {
    for (const piece of pieces) {
      const bytes =
        typeof piece === 'string'
          ? Buffer.from(piece, 'latin1')
          : Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
      parts.push(bytes);
      length += bytes.length;
    }
  };
  const object = (...pieces: readonly (string | Uint8Array)[]): void => {
    offsets.push(length);
    add(`${offsets.length} 0 obj\n`, ...pieces, '\nendobj\n');
  };
  // The four bytes above 127 tell transfer programs that the file is binary (ISO 32000-1, 7.5.2).
  add('%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n');
  // Object numbers: 1 catalogue, 2 page tree, then page, contents and picture of each page.
  const pageObject = (index: number): number => 3 + index * 3;
  object('<< /Type /Catalog /Pages 2 0 R >>');
  const kids = heads.map((_, index) => `${pageObject(index)} 0 R`).join(' ');
  object(`<< /Type /Pages /Kids [${kids}] /Count ${heads.length} >>`);
  heads.forEach(({ width, height, components }, index) => {
    const points = (pixels: number): string => ((pixels * POINTS_PER_INCH) / dpi).toFixed(2);
    const [page, w, h] = [pageObject(index), points(width), points(height)];
    object(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${w} ${h}] /Contents ${page + 1} 0 R`,
      ` /Resources << /XObject << /P ${page + 2} 0 R >> >> >>`,
    );
    const draw = `${w} 0 0 ${h} 0 0 cm /P Do`;
    object(`<< /Length ${draw.length} >>\nstream\n${draw}\nendstream`);
    object(
      `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /BitsPerComponent 8 /ColorSpace `,
      `${components === 1 ? '/DeviceGray' : '/DeviceRGB'} /Filter /DCTDecode /Length ${jpegs[index]!.length} >>\nstream\n`,
      jpegs[index]!,
      '\nendstream',
    );
  });
  const xref = length;
  const entries = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  add(`xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${entries}`);
  add(`trailer\n<< /Size ${offsets.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`);
  const pdf = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    pdf.set(part, at);
    at += part.length;
  }
  return ok(pdf);
}
