import type { CommandBody } from '@hall/shared/contracts/commands';
import { type Decide, DONE, decided, refused } from './context.ts';
import type { CertificateIssued, EventOf } from './events.ts';
import type { Certificate, HallState } from './state.ts';

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

export function certificateIssued(state: HallState, { data }: EventOf<'certificate.issued'>): HallState {
  const { certificate, kind, verification, device } = data;
  const issued: Certificate = { kind, verification, device, outcome: 'issued' };
  return { ...state, certificates: state.certificates.set(certificate, issued) };
}

export function certificateTurnedOut(
  state: HallState,
  { data }: { readonly data: { readonly certificate: string } },
  outcome: Certificate['outcome'],
): HallState {
  const found = state.certificates.get(data.certificate);
  if (!found) return state;
  return { ...state, certificates: state.certificates.set(data.certificate, { ...found, outcome }) };
}
