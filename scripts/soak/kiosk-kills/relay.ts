import { connect, createServer, type Socket } from 'node:net';

/** A cable between a kiosk and the broker that can be pulled. */
export interface Relay {
  readonly port: number;
  /** Ends every connection; until {@link plug} there are no new ones. */
  pull(): void;
  /** What the broker says is lost from now on, what the kiosk says arrives; until {@link pull}. */
  loseAnswers(): void;
  plug(): void;
  close(): void;
}

export async function openRelay(port: number, to: () => number): Promise<Relay> {
  const sockets = new Set<Socket>();
  let plugged = true;
  let deaf = false;
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    keep(near);
    if (!plugged) return near.destroy();
    const far = connect(to(), '127.0.0.1');
    keep(far);
    near.pipe(far);
    far.on('data', (chunk) => {
      if (!deaf) near.write(chunk);
    });
    far.on('end', () => near.end());
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    pull() {
      plugged = false;
      deaf = false;
      cut();
    },
    loseAnswers() {
      deaf = true;
    },
    plug() {
      plugged = true;
    },
    close() {
      server.close();
      cut();
    },
  };
}
