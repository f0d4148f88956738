import type { CommandAnswer, CommandName } from '@hall/shared/contracts/commands';
import type { DeviceEntry, PendingEnrolment } from '@hall/shared/contracts/enrolment';
import type { Result } from '@hall/shared/contracts/result';
import { useQuery } from '@tanstack/react-query';
import { type Failure, ReadFailed } from '../api/failure.ts';
import { useReread } from '../api/hooks.ts';
import { client } from '../api/live.ts';

/** Requests run out and devices fall silent without an event. */
const REREAD_MS = 5_000;
/** Somebody stands in front of a device and waits for its line to appear. */
const EVENT_INTERVAL_MS = 300;

async function orThrow<T>(answer: Promise<Result<T, Failure>>): Promise<T> {
  const result = await answer;
  if (result.ok) return result.value;
  throw new ReadFailed(result.error);
}

function useRead<N extends CommandName, T>(
  key: string,
  name: N,
  take: (answer: CommandAnswer<N>) => T,
  enabled: boolean,
) {
  const query = useQuery<T, ReadFailed>({
    queryKey: [key],
    queryFn: async () => take(await orThrow(client.command(name, {} as never))),
    refetchInterval: REREAD_MS,
    retry: false,
    enabled,
  });
  useReread([key], (event) => event.type === 'device.changed', EVENT_INTERVAL_MS);
  return query;
}

export function useDeviceList() {
  return useRead<'device.list', readonly DeviceEntry[]>(
    'devices',
    'device.list',
    (answer) => answer.devices,
    true,
  );
}

/** `enabled`: an auditor sees the devices, not who waits. */
export function useWaiting(enabled: boolean) {
  return useRead<'enrolment.list', readonly PendingEnrolment[]>(
    'enrolments',
    'enrolment.list',
    (answer) => answer.waiting,
    enabled,
  );
}
