import { X509Certificate } from 'node:crypto';

/**
 * The one certificate in a PEM text; null where there is none, more than one, or anything else that PEM can
 * carry. Node hashes only the first block of a text but trusts every block of it as a CA: a fingerprint says
 * something about the first alone. So whoever trusts uses `toString()` of what this gives, never the text.
 */
export function soleCertificate(text: string): X509Certificate | null {
  const blocks = text.split('-----BEGIN ').slice(1);
  if (blocks.length !== 1 || !blocks[0]?.startsWith('CERTIFICATE-----')) return null;
  try {
    return new X509Certificate(text);
  } catch {
    return null;
  }
}

/** As {@link soleCertificate}, and it may sign others. */
export function soleAuthority(text: string): X509Certificate | null {
  const certificate = soleCertificate(text);
  return certificate?.ca === true ? certificate : null;
}
