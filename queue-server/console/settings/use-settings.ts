import type { CommandAnswer } from '@hall/shared/contracts/commands';
import type { SettingsView } from '@hall/shared/contracts/settings';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { ReadFailed } from '../api/failure.ts';
import { client } from '../api/live.ts';

const VIEW = ['settings', 'view'] as const;
const HISTORY = ['settings', 'history'] as const;
/** Another manager may have saved meanwhile; a scheduled version may have begun. */
const REREAD_MS = 20_000;

export function useSettings() {
  return useQuery<SettingsView, ReadFailed>({
    queryKey: VIEW,
    queryFn: async () => {
      const answer = await client.command('settings.read', {});
      if (answer.ok) return answer.value;
      throw new ReadFailed(answer.error);
    },
    refetchInterval: REREAD_MS,
    retry: false,
  });
}

export function useSettingsHistory() {
  return useQuery<CommandAnswer<'settings.history'>, ReadFailed>({
    queryKey: HISTORY,
    queryFn: async () => {
      const answer = await client.command('settings.history', {});
      if (answer.ok) return answer.value;
      throw new ReadFailed(answer.error);
    },
    refetchInterval: REREAD_MS,
    retry: false,
  });
}

/** Reads both again: something was saved, here or by somebody else. */
export function useSaved(): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(() => queries.invalidateQueries({ queryKey: ['settings'] }), [queries]);
}
