import mqtt from 'mqtt';

/**
 * Many screens in a process of their own, so that what they take of a core is not counted as the server's delay.
 * Says `ready` when all are subscribed; answers any message with how many calls the screens got in all.
 */

export interface ScreensOrder {
  readonly url: string;
  readonly topics: readonly string[];
  readonly screens: readonly { clientId: string; username?: string; password?: string }[];
}

const order = JSON.parse(process.argv[2] as string) as ScreensOrder;
let calls = 0;
for (const credentials of order.screens) {
  const client = await mqtt.connectAsync(order.url, { protocolVersion: 4, ...credentials });
  client.on('message', (topic) => {
    if (/(^|\/)call(\/|$)/.test(topic)) calls += 1;
  });
  await client.subscribeAsync([...order.topics], { qos: 1 });
}
process.on('message', () => process.send?.({ calls }));
process.send?.('ready');
