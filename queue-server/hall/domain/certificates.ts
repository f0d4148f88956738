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

/** Two guides may have looked: what the first one found stays. */
export const traceCertificate: Decide<CommandBody<'certificate.trace'>> = (state, body) => {
  const certificate = state.certificates.get(body.certificate);
  if (!certificate) return refused('CERTIFICATE_UNKNOWN', 'no such certificate today');
  return decided(certificate.traced === null ? [{ type: 'certificate.traced', data: body }] : [], DONE);
};

export function certificateIssued(state: HallState, { data, at }: EventOf<'certificate.issued'>): HallState {
  const { certificate, kind, verification, device } = data;
  const issued: Certificate = { kind, verification, device, outcome: 'issued', since: at, traced: null };
  return { ...state, certificates: state.certificates.set(certificate, issued) };
}

export function certificateTurnedOut(
  state: HallState,
  { data, at }: { readonly data: { readonly certificate: string }; readonly at: number },
  outcome: Certificate['outcome'],
): HallState {
  // Where nothing lay in the tray it may have come out since: it is looked for again.
  const traced = state.certificates.get(data.certificate)?.traced ?? null;
  return changed(state, data.certificate, {
    ...{ outcome, since: at },
    traced: traced === 'nothing' ? null : traced,
  });
}

export function certificateTraced(state: HallState, { data }: EventOf<'certificate.traced'>): HallState {
  return changed(state, data.certificate, { traced: data.found });
}

/** Those that nobody vouches for or has looked for stay for one day more: a tray is not emptied by midnight. */
export function certificatesKept(state: HallState): HallState['certificates'] {
  return state.certificates.filter(
    ({ outcome, traced, since }) =>
      traced === null && (outcome === 'unknown' || outcome === 'issued') && since >= state.dayBegan,
  );
}

function changed(state: HallState, id: string, more: Partial<Certificate>): HallState {
  const found = state.certificates.get(id);
  if (!found) return state;
  return { ...state, certificates: state.certificates.set(id, { ...found, ...more }) };
}
