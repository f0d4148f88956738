import { deflateSync } from 'node:zlib';
import { decodeIpp, encodeIpp } from '../codec/ipp.ts';
import { readJpegHead } from '../codec/jpeg-pdf.ts';
import { countPdfPages } from '../codec/pdf-pages.ts';
import { readSaneDevices, readSaneOptions } from '../codec/sane-options.ts';
import type { FuzzSubject } from './fuzz.ts';
import { concatBytes, hex } from './hex.ts';
import { blankPdf } from './pdf.ts';

/** RFC 8010: A.9 shortened, a collection in a collection, a range, no-value, a resolution. */
const IPP_GOLDEN = [
  `01 01 00 00 00 00 01 23 01 47 00 12 61 74 74 72 69 62 75 74 65 73 2D 63 68 61 72 73 65 74 00 05 75 74 66 2D 38
   02 21 00 06 6A 6F 62 2D 69 64 00 04 00 00 00 93 36 00 08 6A 6F 62 2D 6E 61 6D 65 00 0C 00 05 66 72 2D 63 61 00 03
   66 6F 75 02 03`,
  `01 01 00 02 00 00 00 01 01 47 00 01 61 00 05 75 74 66 2D 38 22 00 01 62 00 01 01 02 21 00 01 63 00 04 00 00 00 14
   44 00 01 64 00 01 78 44 00 00 00 01 79 03 25 50 44 46`,
  `02 00 00 00 00 00 00 07 04 34 00 01 63 00 00 4A 00 00 00 01 78 34 00 00 00 00 4A 00 00 00 01 79 21 00 00 00 04
   00 00 52 08 37 00 00 00 00 37 00 00 00 00 33 00 01 6E 00 08 00 00 00 01 00 00 00 09 13 00 01 7A 00 00
   32 00 01 72 00 09 00 00 02 58 00 00 02 58 03 03`,
].map(hex);

const ipp: FuzzSubject = {
  name: 'ipp',
  golden: IPP_GOLDEN,
  branches: ['accepted', 'IPP_TRUNCATED', 'IPP_MALFORMED'],
  *round(input) {
    const decoded = decodeIpp(input);
    if (!decoded.ok) {
      yield decoded.error.code;
      return;
    }
    const again = decodeIpp(encodeIpp(decoded.value));
    if (JSON.stringify(again) !== JSON.stringify(decoded))
      throw new Error('does not survive being said again');
    yield 'accepted';
  },
};

const OBJECT_STREAM = concatBytes(
  Buffer.from('3 0 obj<</Type/ObjStm/N 2/First 9>>stream\n'),
  deflateSync(Buffer.from('4 0 5 40 <</Type /Page /Parent 2 0 R>> <</Type/Page>>')),
  Buffer.from('\nendstream'),
);

const pdfPages: FuzzSubject = {
  name: 'pdf-pages',
  golden: [blankPdf(1), blankPdf(3), OBJECT_STREAM],
  branches: ['none', 'one', 'several', 'good'],
  *round(input) {
    const pages = countPdfPages(input);
    yield pages === null ? 'none' : pages === 1 ? 'one' : 'several';
    // White space between: an input may end within a name.
    const more = countPdfPages(concatBytes(input, Buffer.from(' endstream '), blankPdf(2)));
    if (more === null || more < 2) throw new Error('the good pages behind the input were lost');
    yield 'good';
  },
};

const jpegHead: FuzzSubject = {
  name: 'jpeg-head',
  golden: [
    hex(`FF D8 FF E0 00 10 4A 46 49 46 00 01 01 00 00 01 00 01 00 00 FF C0 00 0B 08 00 08 00 10 01 01 11 00
      FF DA 00 08 01 01 00 00 3F 00 00 FF D9`),
    hex('FF D8 FF FF C2 00 11 08 01 00 02 00 03 01 22 00 02 11 01 03 11 01 FF DA 00 02 FF D9'),
  ],
  branches: ['read', 'JPEG_MALFORMED'],
  *round(input) {
    const read = readJpegHead(input);
    if (read.ok && (read.value.width === 0 || read.value.height === 0))
      throw new Error('a picture of nothing');
    yield read.ok ? 'read' : read.error.code;
  },
};

const SANE_TEXT = `All options specific to device \`test:0':
  Scan Mode:
    --mode Gray|Color [Gray]
        Selects the scan mode.
    --three-pass[=(yes|no)] [inactive]
    --resolution 1..1200dpi (in steps of 1) [50]
    --source Flatbed|Automatic Document Feeder [Flatbed]
  Geometry:
    -l 0..200mm (in steps of 1) [0]
    -t 0..200mm (in steps of 1) [0]
    -x 0..200mm (in steps of 1) [80]
    -y 0..200mm (in steps of 1) [100]
`;

const saneOptions: FuzzSubject = {
  name: 'sane-options',
  golden: [
    Buffer.from(SANE_TEXT),
    Buffer.from('    --resolution 75|150|300|600dpi [75]\n    --source ADF|ADF Duplex [ADF]\n'),
    Buffer.from('net:host:fujitsu|FUJITSU|fi-7160|\n'),
  ],
  branches: [
    'sources',
    'no sources',
    'range',
    'list',
    'no resolution',
    'area',
    'no area',
    'device',
    'no device',
  ],
  *round(input) {
    const text = Buffer.from(input).toString('utf8');
    const { sources, resolutions, area } = readSaneOptions(text);
    yield sources.length > 0 ? 'sources' : 'no sources';
    yield resolutions === null ? 'no resolution' : 'low' in resolutions ? 'range' : 'list';
    if (area && Object.values(area).some(({ low, high }) => !(low <= high)))
      throw new Error('a range that is none');
    yield area === null ? 'no area' : 'area';
    const devices = readSaneDevices(`${text}\nGOOD|maker|model|\n`);
    if (devices.at(-1)?.device !== 'GOOD') throw new Error('the good device behind the input was lost');
    yield devices.length > 1 ? 'device' : 'no device';
  },
};

/** What page printers and document scanners say. */
export const PAGES_FUZZ: readonly FuzzSubject[] = [ipp, pdfPages, jpegHead, saneOptions];
