import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { hex } from '../testing/hex.ts';
import { findIppTool } from '../testing/ippeveprinter.ts';
import { blankPdf } from '../testing/pdf.ts';
import type { PagePrinterSimulator } from './page-printer.ts';
import { startPagePrinterSimulator } from './page-printer.ts';

const run = promisify(execFile);
/** What the driver asks of a printer, in the language of ipptool (man 5 ipptoolfile). */
const OURS = `{
  NAME "Sides and state are told"
  OPERATION Get-Printer-Attributes
  GROUP operation-attributes-tag
  ATTR charset attributes-charset utf-8
  ATTR naturalLanguage attributes-natural-language en
  ATTR uri printer-uri $uri
  ATTR name requesting-user-name yichuang
  ATTR keyword requested-attributes printer-state,printer-state-reasons,sides-supported,document-format-supported
  STATUS successful-ok
  EXPECT printer-state OF-TYPE enum WITH-VALUE 3
  EXPECT printer-state-reasons OF-TYPE keyword WITH-VALUE none
  EXPECT sides-supported OF-TYPE keyword WITH-VALUE two-sided-long-edge
  EXPECT document-format-supported OF-TYPE mimeMediaType WITH-VALUE application/pdf
  EXPECT !printer-name
}
{
  NAME "A two-sided job is taken"
  OPERATION Print-Job
  GROUP operation-attributes-tag
  ATTR charset attributes-charset utf-8
  ATTR naturalLanguage attributes-natural-language en
  ATTR uri printer-uri $uri
  ATTR name requesting-user-name yichuang
  ATTR name job-name ours-1
  ATTR mimeMediaType document-format application/pdf
  ATTR boolean ipp-attribute-fidelity true
  GROUP job-attributes-tag
  ATTR keyword media iso_a4_210x297mm
  ATTR keyword sides two-sided-long-edge
  ATTR integer copies 1
  FILE $filename
  STATUS successful-ok
  EXPECT job-id OF-TYPE integer DEFINE-VALUE FIRST_JOB
  EXPECT job-state OF-TYPE enum
}
{
  NAME "It is followed to its end"
  DELAY 1
  OPERATION Get-Job-Attributes
  GROUP operation-attributes-tag
  ATTR charset attributes-charset utf-8
  ATTR naturalLanguage attributes-natural-language en
  ATTR uri printer-uri $uri
  ATTR name requesting-user-name yichuang
  ATTR integer job-id $FIRST_JOB
  STATUS successful-ok REPEAT-NO-MATCH REPEAT-LIMIT 50
  EXPECT job-state OF-TYPE enum WITH-VALUE 9 REPEAT-NO-MATCH REPEAT-LIMIT 50
  EXPECT job-impressions-completed OF-TYPE integer WITH-VALUE 3 REPEAT-NO-MATCH REPEAT-LIMIT 50
  EXPECT job-media-sheets-completed OF-TYPE integer WITH-VALUE 2 REPEAT-NO-MATCH REPEAT-LIMIT 50
  EXPECT time-at-completed OF-TYPE integer
}
{
  NAME "Its name is among those that are over"
  OPERATION Get-Jobs
  GROUP operation-attributes-tag
  ATTR charset attributes-charset utf-8
  ATTR naturalLanguage attributes-natural-language en
  ATTR uri printer-uri $uri
  ATTR name requesting-user-name yichuang
  ATTR keyword which-jobs completed
  ATTR keyword requested-attributes job-id,job-name
  STATUS successful-ok
  EXPECT job-name OF-TYPE name WITH-VALUE ours-1
  EXPECT !job-state
}
{
  NAME "Media that is not there is refused"
  OPERATION Print-Job
  GROUP operation-attributes-tag
  ATTR charset attributes-charset utf-8
  ATTR naturalLanguage attributes-natural-language en
  ATTR uri printer-uri $uri
  ATTR name requesting-user-name yichuang
  ATTR name job-name ours-2
  ATTR mimeMediaType document-format application/pdf
  ATTR boolean ipp-attribute-fidelity true
  GROUP job-attributes-tag
  ATTR keyword media iso_a3_297x420mm
  FILE $filename
  STATUS client-error-attributes-or-values-not-supported
  EXPECT media IN-GROUP unsupported-attributes-tag
}
{
  NAME "Another is taken"
  OPERATION Print-Job
  GROUP operation-attributes-tag
  ATTR charset attributes-charset utf-8
  ATTR naturalLanguage attributes-natural-language en
  ATTR uri printer-uri $uri
  ATTR name requesting-user-name yichuang
  ATTR name job-name ours-3
  ATTR mimeMediaType document-format application/pdf
  FILE $filename
  STATUS successful-ok
  EXPECT job-id OF-TYPE integer DEFINE-VALUE SECOND_JOB
}
{
  NAME "and cancelled"
  OPERATION Cancel-Job
  GROUP operation-attributes-tag
  ATTR charset attributes-charset utf-8
  ATTR naturalLanguage attributes-natural-language en
  ATTR uri printer-uri $uri
  ATTR name requesting-user-name yichuang
  ATTR integer job-id $SECOND_JOB
  STATUS successful-ok
}
`;

let simulator: PagePrinterSimulator;
afterEach(() => simulator.close());

/** What every request and answer begins with: charset utf-8, language en-us (RFC 8010, A.1). */
const CHARSET = `47 00 12 61 74 74 72 69 62 75 74 65 73 2D 63 68 61 72 73 65 74 00 05 75 74 66 2D 38`;
const LANGUAGE = `48 00 1B 61 74 74 72 69 62 75 74 65 73 2D 6E 61 74 75 72 61 6C 2D 6C 61 6E 67 75 61 67 65
  00 05 65 6E 2D 75 73`;
/** printer-uri ipp://printer.example.com/ipp/print/pinetree */
const URI = `45 00 0B 70 72 69 6E 74 65 72 2D 75 72 69 00 2C
  69 70 70 3A 2F 2F 70 72 69 6E 74 65 72 2E 65 78 61 6D 70 6C 65 2E 63 6F 6D 2F 69 70 70 2F 70 72 69 6E 74 2F
  70 69 6E 65 74 72 65 65`;
/** RFC 8010, A.1 (job-name foobar, two-sided-long-edge), with one copy. */
const PRINT_JOB = `01 01 00 02 00 00 00 01 01 ${CHARSET} ${LANGUAGE} ${URI}
  42 00 08 6A 6F 62 2D 6E 61 6D 65 00 06 66 6F 6F 62 61 72
  22 00 16 69 70 70 2D 61 74 74 72 69 62 75 74 65 2D 66 69 64 65 6C 69 74 79 00 01 01
  02 21 00 06 63 6F 70 69 65 73 00 04 00 00 00 01
  44 00 05 73 69 64 65 73 00 13 74 77 6F 2D 73 69 64 65 64 2D 6C 6F 6E 67 2D 65 64 67 65
  03`;
/** RFC 8010, A.8: limit 50, job-id, job-name, document-format; of jobs that are over. */
const GET_JOBS = `01 01 00 0A 00 00 01 23 01 ${CHARSET} ${LANGUAGE} ${URI}
  21 00 05 6C 69 6D 69 74 00 04 00 00 00 32
  44 00 0A 77 68 69 63 68 2D 6A 6F 62 73 00 09 63 6F 6D 70 6C 65 74 65 64
  44 00 14 72 65 71 75 65 73 74 65 64 2D 61 74 74 72 69 62 75 74 65 73 00 06 6A 6F 62 2D 69 64
  44 00 00 00 08 6A 6F 62 2D 6E 61 6D 65  44 00 00 00 0F 64 6F 63 75 6D 65 6E 74 2D 66 6F 72 6D 61 74
  03`;

/** One HTTP request by hand; the bytes go out in pieces. */
async function post(body: Uint8Array, pieceBytes: number): Promise<{ head: string; body: Buffer }> {
  const socket = connect(simulator.port, '127.0.0.1').setNoDelay(true);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve) => socket.once('close', resolve));
  const head = [
    'POST /ipp/print HTTP/1.1',
    ...['Host: localhost', 'Content-Type: application/ipp', 'Connection: close'],
    `Content-Length: ${body.length}`,
  ].join('\r\n');
  const bytes = Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body]);
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    await new Promise<void>((resolve) => socket.write(bytes.subarray(at, at + pieceBytes), () => resolve()));
  }
  await ended;
  const whole = Buffer.concat(chunks);
  const end = whole.indexOf('\r\n\r\n');
  const raw = whole.subarray(end + 4);
  const text = whole.toString('latin1', 0, end);
  return { head: text, body: /transfer-encoding: chunked/i.test(text) ? unchunked(raw) : raw };
}

function unchunked(raw: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < raw.length; ) {
    const line = raw.indexOf('\r\n', at);
    const size = Number.parseInt(raw.toString('latin1', at, line), 16);
    if (size === 0) break;
    parts.push(raw.subarray(line + 2, line + 2 + size));
    at = line + 4 + size;
  }
  return Buffer.concat(parts);
}

describe('the page printer simulator, by published bytes alone', () => {
  it.each([1, 7, 100_000])('takes the Print-Job of RFC 8010, A.1, in pieces of %i bytes', async (piece) => {
    simulator = await startPagePrinterSimulator({ pageMs: 0 });
    const { head, body } = await post(Buffer.concat([hex(PRINT_JOB), blankPdf(3)]), piece);
    expect(head).toMatch(/^HTTP\/1\.1 200 /);
    expect(head).toMatch(/content-type: application\/ipp/i);
    // A.2: version 1.1, successful-ok, the request's number, operation attributes, charset first.
    expect(body.subarray(0, 9)).toEqual(Buffer.from(hex('01 01 00 00 00 00 00 01 01')));
    expect(body.subarray(9, 9 + hex(CHARSET).length)).toEqual(Buffer.from(hex(CHARSET)));
    expect(body.indexOf(hex('02 21 00 06 6A 6F 62 2D 69 64 00 04 00 00 00 01'))).toBeGreaterThan(0);
    expect(body.indexOf(hex('23 00 09 6A 6F 62 2D 73 74 61 74 65 00 04'))).toBeGreaterThan(0);
    expect(body.at(-1)).toBe(0x03);
    while (simulator.pages.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    expect(simulator.pages).toMatchObject([{ jobName: 'foobar', pages: 3, sides: 'two-sided-long-edge' }]);
    expect(Buffer.from(simulator.pages[0]!.pdf)).toEqual(Buffer.from(blankPdf(3)));
  });

  it('answers the Get-Jobs of RFC 8010, A.8: one group a job, only what was asked for', async () => {
    simulator = await startPagePrinterSimulator({ pageMs: 0 });
    await post(Buffer.concat([hex(PRINT_JOB), blankPdf()]), 100_000);
    while (simulator.pages.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    const { body } = await post(hex(GET_JOBS), 100_000);
    expect(body.subarray(0, 9)).toEqual(Buffer.from(hex('01 01 00 00 00 00 01 23 01')));
    const job = hex(`02 21 00 06 6A 6F 62 2D 69 64 00 04 00 00 00 01
      42 00 08 6A 6F 62 2D 6E 61 6D 65 00 06 66 6F 6F 62 61 72 03`);
    expect(body.subarray(-job.length)).toEqual(Buffer.from(job));
  });

  it.each([
    ['1.x and 2.x are spoken, 9.9 is server-error-version-not-supported', '09 09', '00 02', URI, '05 03'],
    ['an operation that it has not', '01 01', '00 7F', URI, '05 01'],
    ['a request without a target is client-error-bad-request', '01 01', '00 0B', '', '04 00'],
  ])('%s', async (_, version, operation, uri, status) => {
    simulator = await startPagePrinterSimulator();
    const { body } = await post(
      hex(`${version} ${operation} 00 00 00 05 01 ${CHARSET} ${LANGUAGE} ${uri} 03`),
      100_000,
    );
    expect(body.subarray(2, 8)).toEqual(Buffer.from(hex(`${status} 00 00 00 05`)));
  });

  it('a request cut at any position is HTTP 400, and the next one is answered', async () => {
    simulator = await startPagePrinterSimulator();
    const bytes = hex(PRINT_JOB);
    for (let length = 0; length < bytes.length; length += 1) {
      const { head } = await post(bytes.subarray(0, length), 100_000);
      expect(head).toMatch(/^HTTP\/1\.1 400 /);
    }
    expect((await post(hex(GET_JOBS), 100_000)).head).toMatch(/^HTTP\/1\.1 200 /);
    expect(simulator.activeJobs).toBe(0);
  });
});

const ippTool = findIppTool();
describe.skipIf(!ippTool)(
  `the simulator under ipptool${ippTool ? '' : ' [skipped: ipptool is not installed (cups-ipp-utils)]'}`,
  () => {
    it('passes the IPP/1.1 suite of CUPS', async () => {
      simulator = await startPagePrinterSimulator({ pageMs: 2 });
      const folder = mkdtempSync(path.join(tmpdir(), 'ipptool-'));
      try {
        writeFileSync(`${folder}/page.pdf`, blankPdf());
        const { stdout } = await run(ippTool!, [
          ...['-t', '-f', `${folder}/page.pdf`, simulator.uri, 'ipp-1.1.test'],
        ]).catch((failure: { stdout: string }) => failure);
        expect(stdout).toContain(' 0 failed');
        expect(stdout).toMatch(/2\d passed/);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });

    it('is asked, printed to, followed and cancelled as the driver does it', async () => {
      simulator = await startPagePrinterSimulator({ pageMs: 50 });
      const folder = mkdtempSync(path.join(tmpdir(), 'ipptool-'));
      try {
        writeFileSync(`${folder}/page.pdf`, blankPdf(3));
        writeFileSync(`${folder}/ours.test`, OURS);
        const args = ['-t', '-f', `${folder}/page.pdf`, simulator.uri, `${folder}/ours.test`];
        const { stdout } = await run(ippTool!, args).catch((failure: { stdout: string }) => failure);
        expect(stdout.match(/\[PASS\]/g)).toHaveLength(7);
        expect(stdout).not.toContain('FAIL');
        expect(simulator.pages).toMatchObject([{ jobName: 'ours-1', sides: 'two-sided-long-edge' }]);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });

    it('tells ipptool of an empty tray', async () => {
      simulator = await startPagePrinterSimulator();
      simulator.setFault('media-empty');
      const { stdout } = await run(ippTool!, [
        ...['-tv', simulator.uri, 'get-printer-attributes.test'],
      ]).catch((failure: { stdout: string }) => failure);
      // The file fails for attributes of larger printers; what this one says is read.
      expect(stdout).toContain('printer-state (enum) = stopped');
      expect(stdout).toContain('printer-state-reasons (keyword) = media-empty-error');
    });
  },
);
