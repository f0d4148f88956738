import { createHmac, hash } from 'node:crypto';
import type { CommandAnswer } from '@hall/shared/contracts/commands';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { maskIdNumber, maskName } from '@hall/shared/contracts/identity';
import { PLATFORM_PATHS } from '@hall/shared/contracts/platform';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { Text } from '@hall/shared/contracts/text';
import { localTime } from '@hall/shared/contracts/time';
import type { Live } from '../config/live.ts';
import type { LedgerClient } from '../ledger/client.ts';
import type { DocumentStore } from '../papers/documents.ts';
import type { CertificateRenderer } from '../papers/renderer.ts';
import type { PlatformClient } from '../sync/platform-client.ts';
import type { IssueCertificate } from './executor.ts';

/** Characters of a verification code: none that is mistaken for another (no 0 O 1 I L). */
const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const VALID_DAYS = 90;
const TITLE = { zh: '社会保险参保证明', en: 'Certificate of social insurance' };

interface Options {
  readonly live: Live;
  readonly ledger: LedgerClient;
  readonly platform: PlatformClient;
  readonly renderer: CertificateRenderer;
  readonly documents: DocumentStore;
  /** Sub-key of the hall key. */
  readonly key: Buffer;
  readonly now: () => number;
}

/**
 * Asks the platform for the person's record, draws the paper, registers its verification code, writes the
 * event, and keeps the page in memory for the one device that asked. The ids follow from the request, so a
 * repeated request makes the same certificate again.
 */
export function certificateIssuer(options: Options): IssueCertificate {
  const { live, ledger, platform, renderer, documents, key, now } = options;
  return async (body, actor, requestId) => {
    const config = live.current;
    const found = await platform.insurance(body.person.name, body.person.idNumber);
    if (!found.ok) {
      const code = found.error.code === 'PERSON_NOT_FOUND' ? 'PERSON_NOT_FOUND' : 'PLATFORM_AWAY';
      return err(fault(code, found.error.message));
    }
    const day = localTime(now(), config.timeZone).day;
    const validUntil = addDays(day, VALID_DAYS);
    const issuer = issuerOf(config);
    const digest = createHmac('sha256', key).update(`${actor.id} ${requestId}`).digest('hex');
    const certificate = digest.slice(0, 32);
    const verification = codeFrom(Buffer.from(digest, 'hex'));
    const drawn = await renderer.insurance({
      record: found.value,
      verification,
      verifyUrl: `${platform.base}${PLATFORM_PATHS.verify.replace('{id}', verification)}`,
      issuer,
      hall: config.name,
      issuedOn: day,
      validUntil,
      // The day, not the moment: the same request draws the same page to the byte.
      issuedAt: Date.parse(`${day}T00:00:00Z`),
    });
    if (!drawn.ok) return err(fault('FONT_MISSING', drawn.error.message));
    const registered = await platform.register({
      verification,
      title: TITLE.zh,
      holder: maskName(found.value.name),
      idNumber: maskIdNumber(found.value.idNumber),
      issuedOn: day,
      validUntil,
      issuer: issuer.zh,
      digest: hash('sha256', drawn.value.pdf),
    });
    if (!registered.ok) return err(fault('PLATFORM_AWAY', registered.error.message));
    const written = await ledger.submit(
      'certificate.issue',
      {
        certificate,
        kind: body.kind,
        verification,
        digest: hash('sha256', drawn.value.pdf),
        validUntil,
        person: body.person,
      },
      actor.id,
      requestId,
    );
    if (!written.ok) return err(written.error);
    documents.put(certificate, actor.id, drawn.value.pdf, now());
    return ok({
      certificate,
      verification,
      title: TITLE,
      pages: drawn.value.pages,
      path: `/api/v1/certificates/${certificate}/document`,
    } satisfies CommandAnswer<'certificate.issue'>);
  };
}

/** The department whose item the certificate is; the hall only prints it. */
function issuerOf(config: HallConfig): Text {
  const item = config.items.find((entry) => entry.certificate === 'insurance');
  return config.departments.find((entry) => entry.id === item?.department)?.name ?? config.name;
}

/** Twelve characters, 59 bits: cannot be guessed at the rate that the platform allows. */
function codeFrom(bytes: Buffer): string {
  let value = bytes.readBigUInt64BE(16);
  let text = '';
  for (let i = 0; i < 12; i += 1) {
    text += CODE_ALPHABET[Number(value % 31n)];
    value /= 31n;
  }
  return text.replaceAll(/(.{4})(?=.)/g, '$1-');
}

function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
