import { type ClientRequest, type IncomingMessage, request } from 'node:http';

interface StreamedEvent {
  event: string;
  data: unknown;
  id?: string;
}

export interface EventStream {
  status: number;
  events: StreamedEvent[];
  /** Resolves when enough events of a kind came. */
  until(event: string, count?: number): Promise<StreamedEvent[]>;
  /** Resolves when the server ended it. */
  ended: Promise<void>;
  close(): void;
}

/** Listens to server-sent events as a browser does, without its coming back. */
export async function eventStream(url: string, headers: Record<string, string> = {}): Promise<EventStream> {
  const asking = request(url, { headers });
  const response = await answerTo(asking);
  const events: StreamedEvent[] = [];
  const waiting = new Set<() => void>();
  let rest = '';
  response.setEncoding('utf8');
  response.on('error', () => {});
  response.on('data', (chunk: string) => {
    const frames = (rest + chunk).split('\n\n');
    rest = frames.pop() ?? '';
    events.push(...frames.flatMap((frame) => read(frame)));
    for (const check of waiting) check();
  });
  return {
    status: response.statusCode ?? 0,
    events,
    until: (kind, count = 1) =>
      new Promise((resolve) => {
        const check = (): void => {
          const found = events.filter(({ event }) => event === kind);
          if (found.length < count) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      }),
    ended: new Promise((resolve) => response.on('close', () => resolve())),
    close: () => void asking.destroy(),
  };
}

const answerTo = (asking: ClientRequest): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    asking.once('response', resolve);
    asking.on('error', reject);
    asking.end();
  });

function read(frame: string): StreamedEvent[] {
  const fields = new Map(
    frame.split('\n').map((line) => [line.split(': ', 1)[0] ?? '', line.replace(/^[^:]*: /u, '')]),
  );
  const [event, data, id] = [fields.get('event'), fields.get('data'), fields.get('id')];
  return event && data ? [{ event, data: JSON.parse(data), ...(id && { id }) }] : [];
}
