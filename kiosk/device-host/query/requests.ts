import type { LinkRequest } from '@hall/shared/contracts/kiosk-link';
import type { Result } from '@hall/shared/contracts/result';
import { err } from '@hall/shared/contracts/result';
import type { CardHold } from '../cards/card-hold.ts';
import type { AskFault } from '../link/server-link.ts';
import { askFault } from '../link/server-link.ts';
import type { QueryDesk } from './query-desk.ts';

const NAMES = ['case-progress', 'ratings', 'guide-code', 'print-guide'] as const;
type QueryRequest = Extract<LinkRequest, { name: (typeof NAMES)[number] }>;

export function isQuery(asked: LinkRequest): asked is QueryRequest {
  return (NAMES as readonly string[]).includes(asked.name);
}

/** A question of the page, taken to the desk; whose card it is stays in the host. */
export async function carryOutQuery(
  id: string,
  asked: QueryRequest,
  { query, hold }: { readonly query: QueryDesk; readonly hold: Pick<CardHold, 'personOf' | 'replaced'> },
): Promise<Result<unknown, AskFault>> {
  switch (asked.name) {
    case 'case-progress': {
      const { of } = asked;
      if (of.by === 'receipt') return query.progress({ receipt: of.receipt, lastDigits: of.lastDigits });
      const person = hold.personOf(of.card);
      if (person === null) return cardGone();
      const answer = await query.progress({ person });
      return hold.replaced(of.card) ? cardGone() : answer;
    }
    case 'ratings':
      return query.ratings();
    case 'guide-code':
      return query.code(asked.item, asked.language);
    case 'print-guide':
      return query.print(id, asked.item);
  }
}

function cardGone(): Result<never, AskFault> {
  return err(askFault('CARD_NEEDED', 'the card that the page was told of is gone'));
}
