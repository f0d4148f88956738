import type { CommandBody } from '@hall/shared/contracts/commands';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { Person } from '@hall/shared/contracts/identity';
import type { LedgerHead } from '@hall/shared/contracts/ledger-heads';
import type { LedgerCommands } from '../domain/decide.ts';
import type { CertificateIssued, StoredEvent } from '../domain/events.ts';
import type { Access } from '../vault/access-log.ts';
import type { VaultAsk } from '../vault/asks.ts';
import type { Answer } from './ledger.ts';

/** What main thread and writer thread say to each other. */

/** Commands as they come in; personal data in them goes to the vault before the ledger decides. */
export type Submissions = Omit<
  LedgerCommands,
  'ticket.take' | 'ticket.reconcile' | 'ticket.note' | 'booking.make' | 'rating.give' | 'certificate.issue'
> & {
  'ticket.note': CommandBody<'ticket.note'>;
  'ticket.take': CommandBody<'ticket.take'>;
  'ticket.reconcile': CommandBody<'ticket.reconcile'>;
  'booking.make': CommandBody<'booking.make'>;
  'rating.give': CommandBody<'rating.give'>;
  'certificate.issue': Omit<CertificateIssued, 'device' | 'personRef'> & { readonly person: Person };
};

export type SubmissionName = keyof Submissions;

export interface Submission<N extends SubmissionName = SubmissionName> {
  readonly command: N;
  readonly body: Submissions[N];
  readonly actor: string;
  readonly requestId: string;
  readonly repeatable: boolean;
  readonly at: number;
}

export interface WriterOptions {
  readonly ledgerFile: string;
  readonly vaultFile: string;
  readonly hallKeyFile: string;
  readonly config: HallConfig;
  /** False: no platform is linked, and what waits for one keeps nothing out of the archive. Default true. */
  readonly platform?: boolean;
}

export type ToWriter =
  | {
      readonly kind: 'batch';
      readonly batch: readonly { readonly id: number; readonly submission: Submission }[];
    }
  | {
      readonly kind: 'read';
      readonly id: number;
      readonly what: 'person' | 'text';
      readonly ref: string;
      readonly access: Access;
    }
  | { readonly kind: 'vault'; readonly id: number; readonly ask: VaultAsk }
  | { readonly kind: 'head'; readonly id: number; readonly head: LedgerHead }
  | { readonly kind: 'close' };

export type FromWriter =
  | { readonly kind: 'ready'; readonly epoch: string; readonly seq: number }
  | { readonly kind: 'refuses'; readonly reason: string }
  | {
      readonly kind: 'committed';
      readonly answers: readonly { readonly id: number; readonly answer: Answer }[];
      readonly events: readonly StoredEvent[];
      readonly head: string;
      /** How long the disk took. */
      readonly commitMs: number;
    }
  | {
      readonly kind: 'read' | 'vault';
      readonly id: number;
      readonly failed: boolean;
      readonly value: unknown;
    }
  | { readonly kind: 'head'; readonly id: number; readonly kept: boolean }
  /** Why old days cannot be archived, or that they can again. */
  | { readonly kind: 'archive'; readonly failure: string | null }
  | { readonly kind: 'closed' };
