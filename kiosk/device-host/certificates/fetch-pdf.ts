import type { Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import { askHall } from '../enrolment/hall-request.ts';

/** One page is 45 kB; a hundred times that is not a certificate. */
const MAX_PDF_BYTES = 5 * 1024 * 1024;
const FETCH_TIMEOUT_MS = 15_000;
const PDF_MARK = '%PDF-';

/**
 * Fetches a certificate into memory with the device's own credential; it is never written to disk. Fails with
 * `PDF_UNAVAILABLE`: away, refused, too large, or no PDF.
 */
export async function fetchPdf(options: {
  readonly httpUrl: string;
  /** From the certificate's slip; must stay on the hall server. */
  readonly path: string;
  readonly device: string;
  readonly secret: string;
  /** PEM of the hall's CA. */
  readonly ca?: string | undefined;
}): Promise<Result<Uint8Array, { readonly code: 'PDF_UNAVAILABLE'; readonly message: string }>> {
  const failed = (message: string) => err(fault('PDF_UNAVAILABLE', message));
  const base = new URL(options.httpUrl);
  const url = new URL(options.path, base);
  if (url.origin !== base.origin) return failed('the path leaves the hall server');
  try {
    const answer = await askHall(url, {
      method: 'GET',
      headers: { authorization: `Bearer ${options.device}:${options.secret}`, accept: 'application/pdf' },
      ca: options.ca,
      maxBytes: MAX_PDF_BYTES,
      timeoutMs: FETCH_TIMEOUT_MS,
    });
    if (answer.status !== 200) return failed(`the hall server answered ${answer.status}`);
    const pdf = new Uint8Array(answer.body);
    if (new TextDecoder('latin1').decode(pdf.subarray(0, PDF_MARK.length)) !== PDF_MARK)
      return failed('not a PDF');
    return ok(pdf);
  } catch (problem) {
    return failed(
      `the hall server cannot be reached: ${problem instanceof Error ? problem.name : 'unknown'}`,
    );
  }
}
