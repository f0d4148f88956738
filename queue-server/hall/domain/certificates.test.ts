import { describe, expect, it } from 'vitest';
import { PureHall } from '../testing/hall.ts';
import { strayCertificates } from '../views/stray-certificates.ts';

const CERTIFICATE = 'c'.repeat(32);
const UNKNOWN = { outcome: 'unknown', reason: 'PRINTER_SILENT' } as const;

function issuing(): PureHall {
  const hall = new PureHall();
  hall.must('certificate.issue', {
    ...{ certificate: CERTIFICATE, kind: 'insurance', personRef: `p${'1'.repeat(32)}` },
    ...{ verification: 'QXTW-7K2M-44RA', digest: '0'.repeat(64), validUntil: '2027-02-23' },
  });
  return hall;
}

const stray = (hall: PureHall) => strayCertificates(hall.state, hall.at);

describe('a certificate that nobody vouches for', () => {
  it('is looked for at its machine, known by the end of its code, until somebody says what was there', () => {
    const hall = issuing();
    hall.passMinutes(1);
    hall.must('certificate.report-print', { certificate: CERTIFICATE, report: UNKNOWN });
    expect(stray(hall)).toEqual([
      {
        ...{ certificate: CERTIFICATE, kind: 'insurance', lastOfCode: '44RA' },
        ...{ outcome: 'unknown', device: 'kiosk-1', since: hall.at },
      },
    ]);
    hall.must('certificate.trace', { certificate: CERTIFICATE, found: 'destroyed' }, 'guide01');
    expect(stray(hall)).toEqual([]);
    // Another guide looked as well, and the machine says the same once more.
    hall.must('certificate.trace', { certificate: CERTIFICATE, found: 'nothing' }, 'guide02');
    hall.must('certificate.report-print', { certificate: CERTIFICATE, report: UNKNOWN });
    expect(stray(hall)).toEqual([]);
    expect(hall.state.certificates.get(CERTIFICATE)?.traced).toBe('destroyed');
    expect(hall.events.filter(({ type }) => type === 'certificate.traced')).toHaveLength(1);
  });

  it('is looked for when its machine says nothing, and no more when it says that the page came out', () => {
    const hall = issuing();
    hall.passMinutes(1);
    expect(stray(hall)).toEqual([]);
    hall.passMinutes(2);
    expect(stray(hall)).toMatchObject([{ outcome: 'silent' }]);
    const report = { outcome: 'printed', proof: 'confirmed' } as const;
    hall.must('certificate.report-print', { certificate: CERTIFICATE, report });
    expect(stray(hall)).toEqual([]);
  });

  it('is looked for again where nothing lay there and its machine then says that it does not know', () => {
    const hall = issuing().passMinutes(5);
    hall.must('certificate.trace', { certificate: CERTIFICATE, found: 'nothing' }, 'guide01');
    expect(stray(hall)).toEqual([]);
    hall.must('certificate.report-print', { certificate: CERTIFICATE, report: UNKNOWN });
    expect(stray(hall)).toMatchObject([{ outcome: 'unknown', since: hall.at }]);
  });

  it('is looked for on the day after too, and then no more', () => {
    const hall = issuing();
    hall.must('certificate.report-print', { certificate: CERTIFICATE, report: UNKNOWN });
    hall.passMinutes(24 * 60).must('day.begin', {}, 'hall');
    expect(stray(hall)).toHaveLength(1);
    hall.passMinutes(24 * 60).must('day.begin', {}, 'hall');
    expect(stray(hall)).toEqual([]);
  });

  it('is not looked for where it did not come out, and is forgotten with its day', () => {
    const hall = issuing();
    hall.must('certificate.report-print', {
      certificate: CERTIFICATE,
      report: { outcome: 'failed', reason: 'PAPER_OUT' },
    });
    expect(stray(hall.passMinutes(5))).toEqual([]);
    hall.passMinutes(24 * 60).must('day.begin', {}, 'hall');
    expect(hall.run('certificate.trace', { certificate: CERTIFICATE, found: 'nothing' })).toMatchObject({
      ok: false,
      error: { code: 'CERTIFICATE_UNKNOWN' },
    });
  });
});
