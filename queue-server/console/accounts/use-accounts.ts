import type { Account, OpenSession } from '@hall/shared/contracts/accounts';
import { useQuery } from '@tanstack/react-query';
import { ReadFailed } from '../api/failure.ts';
import { client } from '../api/live.ts';

/** Others log in and get locked while one looks. */
const POLL_MS = 15_000;

export function useAccounts() {
  return useQuery<Account[], ReadFailed>({
    queryKey: ['accounts'],
    queryFn: async () => {
      const answer = await client.command('account.list', {});
      if (!answer.ok) throw new ReadFailed(answer.error);
      return answer.value.accounts;
    },
    refetchInterval: POLL_MS,
    retry: false,
  });
}

export function useSessions() {
  return useQuery<OpenSession[], ReadFailed>({
    queryKey: ['sessions'],
    queryFn: async () => {
      const answer = await client.command('session.list', {});
      if (!answer.ok) throw new ReadFailed(answer.error);
      return answer.value.sessions;
    },
    refetchInterval: POLL_MS,
    retry: false,
  });
}
