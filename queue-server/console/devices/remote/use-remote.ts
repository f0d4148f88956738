import type { CommandInput, CommandName } from '@hall/shared/contracts/commands';
import type { RemoteView } from '@hall/shared/contracts/remote';
import { useQuery } from '@tanstack/react-query';
import { App } from 'antd';
import { useState } from 'react';
import { ReadFailed } from '../../api/failure.ts';
import { useReread } from '../../api/hooks.ts';
import { client } from '../../api/live.ts';
import { useSpeech } from '../../words/language.tsx';

/** Orders run out without an event. */
const REREAD_MS = 3_000;
const EVENT_INTERVAL_MS = 300;

export type OrderName =
  | 'device.self-test'
  | 'device.health'
  | 'device.restart'
  | 'device.settings'
  | 'device.logs'
  | 'device.screenshot';

export interface Remote {
  readonly view: RemoteView | undefined;
  readonly failed: ReadFailed | null;
  /** An order is on its way to the server. */
  readonly sending: boolean;
  /** False where it was not taken; the person has read why. */
  give<N extends OrderName & CommandName>(name: N, body: Omit<CommandInput<N>, 'device'>): Promise<boolean>;
  reread(): void;
}

export function useRemote(device: string): Remote {
  const { say } = useSpeech();
  const { message } = App.useApp();
  const [sending, setSending] = useState(false);
  const key = ['device-remote', device];
  const query = useQuery<RemoteView, ReadFailed>({
    queryKey: key,
    queryFn: async () => {
      const answer = await client.command('device.remote', { device });
      if (answer.ok) return answer.value;
      throw new ReadFailed(answer.error);
    },
    refetchInterval: REREAD_MS,
    retry: false,
  });
  useReread(key, (event) => event.type === 'device.changed', EVENT_INTERVAL_MS);
  return {
    view: query.data,
    failed: query.error,
    sending,
    reread: () => void query.refetch(),
    async give(name, body) {
      setSending(true);
      const answer = await client.command(name, { ...body, device } as unknown as CommandInput<typeof name>);
      setSending(false);
      if (!answer.ok) message.error(say(answer.error.text));
      await query.refetch();
      return answer.ok;
    },
  };
}
