import { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/**
 * A WebSocket as the byte stream that the broker wants. `writev` joins what the broker wrote since the last
 * flush into one frame: with hundreds of screens that is 2.5 times the deliveries of one frame a packet.
 * `take` looks at what comes in and ends the connection by answering false.
 */
export function streamOf(
  socket: WebSocket,
  take: (data: Buffer, waiting: number) => boolean = () => true,
): Duplex {
  const stream = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      socket.send(chunk, { binary: true }, (error) => done(error ?? null));
    },
    writev(chunks, done) {
      socket.send(Buffer.concat(chunks.map((entry) => entry.chunk as Buffer)), { binary: true }, (error) =>
        done(error ?? null),
      );
    },
    final(done) {
      socket.close();
      done();
    },
    destroy(error, done) {
      socket.terminate();
      done(error);
    },
  });
  socket.on('message', (data: Buffer) => {
    if (take(data, stream.readableLength)) stream.push(data);
    else stream.destroy(new Error('sent more than is allowed'));
  });
  socket.on('close', () => {
    stream.push(null);
    stream.destroy();
  });
  socket.on('error', (error) => stream.destroy(error));
  return stream;
}
