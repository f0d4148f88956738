import type { Person } from '@hall/shared/contracts/identity';
import type { LinkRequest } from '@hall/shared/contracts/kiosk-link';
import type { Result } from '@hall/shared/contracts/result';
import { err } from '@hall/shared/contracts/result';
import type { AskFault } from '../link/server-link.ts';
import { askFault } from '../link/server-link.ts';
import type { QueryDesk } from './query-desk.ts';

const NAMES = ['case-progress', 'ratings', 'guide-code', 'print-guide'] as const;
type QueryRequest = Extract<LinkRequest, { name: (typeof NAMES)[number] }>;

export function isQuery(asked: LinkRequest): asked is QueryRequest {
  return (NAMES as readonly string[]).includes(asked.name);
}

/** A question of the page, taken to the desk; whose card it is stays in the host. */
export function carryOutQuery(
  id: string,
  asked: QueryRequest,
  { query, personOf }: { readonly query: QueryDesk; readonly personOf: (card: string) => Person | null },
): Promise<Result<unknown, AskFault>> {
  switch (asked.name) {
    case 'case-progress': {
      const { of } = asked;
      if (of.by === 'receipt') return query.progress({ receipt: of.receipt, lastDigits: of.lastDigits });
      const person = personOf(of.card);
      return person === null
        ? Promise.resolve(err(askFault('CARD_NEEDED', 'the card that the page was told of is gone')))
        : query.progress({ person });
    }
    case 'ratings':
      return query.ratings();
    case 'guide-code':
      return query.code(asked.item, asked.language);
    case 'print-guide':
      return query.print(id, asked.item);
  }
}
