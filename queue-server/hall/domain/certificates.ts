import type { CommandBody } from '@hall/shared/contracts/commands';
import { type Decide, DONE, decided, refused } from './context.ts';
import type { CertificateIssued } from './events.ts';

export const issueCertificate: Decide<Omit<CertificateIssued, 'device'>> = (_state, body, context) =>
  decided([{ type: 'certificate.issued', data: { ...body, device: context.actor } }], DONE);

export const reportCertificate: Decide<CommandBody<'certificate.report-print'>> = (state, body) => {
  const certificate = state.certificates.get(body.certificate);
  if (!certificate) return refused('CERTIFICATE_UNKNOWN', 'no such certificate today');
  const { report } = body;
  if (certificate.outcome === report.outcome || certificate.outcome === 'printed') return decided([], DONE);
  if (report.outcome === 'printed') {
    return decided(
      [{ type: 'certificate.printed', data: { certificate: body.certificate, proof: report.proof } }],
      DONE,
    );
  }
  const type = report.outcome === 'failed' ? 'certificate.print-failed' : 'certificate.print-unknown';
  return decided([{ type, data: { certificate: body.certificate, reason: report.reason } }], DONE);
};
