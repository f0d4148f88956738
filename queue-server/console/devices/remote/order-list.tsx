import type { OrderView } from '@hall/shared/contracts/remote';
import { App, Button } from 'antd';
import { useSpeech } from '../../words/language.tsx';
import { clockTime } from '../../words/say-time.ts';
import { t } from '../../words/words.ts';
import { fetchBundle } from './fetch-bundle.ts';
import styles from './remote.module.css';
import { stateWords, whatWords } from './words.ts';

/** What was asked of a device lately, and how each of it stands. */
export function OrderList({
  device,
  orders,
}: {
  readonly device: string;
  readonly orders: readonly OrderView[];
}) {
  const { say } = useSpeech();
  const { message } = App.useApp();
  const download = async (order: string) => {
    const failure = await fetchBundle(device, order);
    if (failure !== null) message.error(say(failure.text));
  };
  if (orders.length === 0) return null;
  return (
    <ul className={styles['orders']} aria-live="polite" data-testid="orders">
      {orders.slice(0, 6).map((order) => (
        <li key={order.order} data-state={order.state} data-testid={`order-${order.what}`}>
          <time>{clockTime(order.at)}</time>
          <strong>{say(whatWords(order))}</strong>
          <span>{say(stateWords(order))}</span>
          {order.bundle && (
            <Button size="small" onClick={() => void download(order.order)} data-testid="bundle-download">
              {say(t('下载', 'Download'))} · {Math.max(1, Math.round(order.bundle.bytes / 1024))} kB
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
