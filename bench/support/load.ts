import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/**
 * A load generator on bare sockets: server, database and generator share the same cores in a bench, and what the
 * generator takes is taken from what is measured. One delivery under way a connection, kept alive; the deliveries are
 * made before.
 */
export interface Delivery {
  headers: Record<string, string>;
  body: Buffer;
}

export interface Load {
  /** Deliveries answered with 2xx. */
  accepted: number;
  /** Deliveries answered otherwise. */
  refused: number;
  seconds: number;
  /** From the delivery's first byte sent to its answer's last received, in milliseconds, ascending. */
  latencies: Float64Array;
}

/** The bytes of a POST. */
export function post(path: string, { headers, body }: Delivery): Buffer {
  const lines = Object.entries({ ...headers, host: '127.0.0.1', 'content-length': String(body.length) });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\n${head}\r\n`), body]);
}

/**
 * Sends the requests in turn, over so many connections, for so long; begins again from the first when all are sent.
 *
 * @throws Error when a connection breaks or an answer cannot be read.
 */
export function load(port: number, requests: Buffer[], connections: number, seconds: number): Promise<Load> {
  const endsAt = performance.now() + seconds * 1000;
  return send(port, requests, connections, () => performance.now() < endsAt);
}

/**
 * Sends every request once, as fast as so many connections can.
 *
 * @throws Error when a connection breaks or an answer cannot be read.
 */
export const loadOnce = (port: number, requests: Buffer[], connections: number): Promise<Load> =>
  send(port, requests, connections, (sent) => sent < requests.length);

async function send(
  port: number,
  requests: Buffer[],
  connections: number,
  goesOn: (sent: number) => boolean,
): Promise<Load> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  const took: number[] = [];
  let [next, refused] = [0, 0];
  const startedAt = performance.now();

  const one = async (socket: Socket): Promise<void> => {
    const answered = answers(socket);
    while (goesOn(next)) {
      const request = requests[next++ % requests.length];
      if (!request) throw new Error('there are no requests');
      const sentAt = performance.now();
      socket.write(request);
      const status = await answered();
      took.push(performance.now() - sentAt);
      if (status < 200 || status > 299) refused += 1;
    }
    socket.destroy();
  };
  await Promise.all(sockets.map(one));
  const latencies = Float64Array.from(took).toSorted();
  return { accepted: took.length - refused, refused, seconds: (performance.now() - startedAt) / 1000, latencies };
}

/** The value below which that share (0 to 1) lies. */
export const quantile = (ascending: Float64Array, share: number): number =>
  ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? Number.NaN;

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}

/** Answers' statuses, one a call, in the order they come. */
function answers(socket: Socket): () => Promise<number> {
  let have = '';
  let waiting: { resolve(status: number): void; reject(error: Error): void } | undefined;
  socket.on('data', (chunk: Buffer) => {
    // Latin 1: a character a byte, so that lengths are right whatever the body says.
    have += chunk.toString('latin1');
    const bytes = wholeAnswer(have);
    if (bytes === undefined || have.length < bytes) return;
    const status = Number(have.slice(9, 12));
    have = have.slice(bytes);
    waiting?.resolve(status);
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('end', () => waiting?.reject(new Error('the server closed a connection')));
  return () => new Promise((resolve, reject) => (waiting = { resolve, reject }));
}

/** How many bytes the answer that begins here has, once its head is there. */
function wholeAnswer(text: string): number | undefined {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return undefined;
  if (text.startsWith('204', 9)) return head + 4;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head))?.[1];
  if (length === undefined) throw new Error('an answer without its length');
  return head + 4 + Number(length);
}
