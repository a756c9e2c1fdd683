import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { feishuEvents } from '../test/support/feishu/events.js';
import { startFeishuStandIn } from '../test/support/feishu/stand-in.js';
import { compile } from './support/compile.js';
import { load, post, quantile } from './support/load.js';
import { median } from './support/median.js';

/**
 * How many signed and encrypted message events a second are accepted (verified, decrypted, parsed, stored), and how
 * long the platform waits for its 200, beside the official SDK's Koa adapter with an empty handler and a bare Koa
 * echo, which store nothing. Every server has a process of its own; rounds are interleaved; all get the same
 * deliveries, every one another message. Beside the speed stands what each process took of the machine: on two cores
 * the server, the database's engine and the generator share them.
 *
 *   npm run bench bench/webhook.ts -- [--rounds 5] [--seconds 6] [--connections 32]
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '6' },
    connections: { type: 'string', default: '32' },
  },
});
const [rounds, seconds, connections] = [Number(values.rounds), Number(values.seconds), Number(values.connections)];

const SUBJECTS = {
  koa: 'Koa: read, parse, echo',
  'sdk-bare': 'SDK adapter, challenge off',
  sdk: 'SDK adapter, autoChallenge',
  'ours-unstored': 'this program, storing nothing',
  ours: 'this program, stored',
};
type Kind = keyof typeof SUBJECTS;
const isKind = (name: string): name is Kind => name in SUBJECTS;
const KINDS = Object.keys(SUBJECTS).filter(isKind);

const keys = {
  appId: 'cli_a1b2c3d4e5f60718',
  appSecret: 'bench',
  encryptKey: 'bench-key',
  verificationToken: 'bench-token',
};
const events = feishuEvents(keys);
/** More than any server that stores takes in a round, so that no delivery comes twice; a bare echo begins again. */
const A_ROUND = 9000 * seconds;
const WORDS = '周记 今天听了王老师的公开课，学生讨论很充分，板书清楚。'.repeat(3);
const PATH = '/webhooks/feishu';

let made = 0;
/** Message ids differ from round to round: what was stored before would be a duplicate, which is less work. */
function freshRequests(count: number): Buffer[] {
  return Array.from({ length: count }, () => {
    made += 1;
    const options = {
      from: `ou_${made % 5000}`,
      group: true,
      chatId: `oc_${made % 300}`,
      atBot: true,
      messageId: `om_${made}`,
    };
    return post(PATH, events.text(WORDS, options));
  });
}

interface Server {
  kind: Kind;
  port: number;
  child: ChildProcess;
}

const Address = z.object({ port: z.number() });
const Report = z.object({ cpuMicros: z.number(), engineMicros: z.number(), stored: z.number() });

async function start(kind: Kind, domain: string): Promise<Server> {
  const child = fork(compiled('bench/support/webhook-server.ts'), [kind, domain, JSON.stringify(keys)], {
    execArgv: [],
  });
  const [address]: unknown[] = await once(child, 'message');
  return { kind, child, port: Address.parse(address).port };
}

async function report({ child }: Server): Promise<z.infer<typeof Report>> {
  child.send('report');
  const [answer]: unknown[] = await once(child, 'message');
  return Report.parse(answer);
}

/** Speeds a second, times in milliseconds, CPU in microseconds an event. */
interface Round {
  perSecond: number;
  p50: number;
  p99: number;
  worst: number;
  server: number;
  engine: number;
  generator: number;
}

async function run(server: Server, requests: Buffer[], duration: number): Promise<Round> {
  const before = await report(server);
  const ownBefore = process.cpuUsage();
  const { accepted, refused, seconds: took, latencies } = await load(server.port, requests, connections, duration);
  const own = process.cpuUsage(ownBefore);
  const { cpuMicros, engineMicros, stored } = await report(server);
  if (refused > 0) throw new Error(`${server.kind}: not everything was accepted`);
  if (server.kind === 'ours' && stored - before.stored !== Math.min(accepted, requests.length))
    throw new Error(`${accepted} were accepted, ${stored - before.stored} stored`);
  return {
    perSecond: accepted / took,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    worst: quantile(latencies, 1),
    server: cpuMicros / accepted,
    engine: engineMicros / accepted,
    generator: (own.user + own.system) / accepted,
  };
}

function print(all: Map<Kind, Round[]>): void {
  const middle = (kind: Kind, what: keyof Round) => median((all.get(kind) ?? []).map((round) => round[what]));
  const rows = KINDS.map((kind) => {
    const speeds = (all.get(kind) ?? []).map((round) => Math.round(round.perSecond));
    return {
      server: SUBJECTS[kind],
      'events/s': Math.round(middle(kind, 'perSecond')),
      range: `${Math.min(...speeds)}–${Math.max(...speeds)}`,
      'p50 ms': Number(middle(kind, 'p50').toFixed(1)),
      'p99 ms': Number(middle(kind, 'p99').toFixed(1)),
      'worst ms': Math.round(middle(kind, 'worst')),
      'CPU µs/event: server': Math.round(middle(kind, 'server')),
      engine: Math.round(middle(kind, 'engine')),
      generator: Math.round(middle(kind, 'generator')),
    };
  });
  console.table(rows);
  for (const kind of KINDS.filter((kind) => kind !== 'ours')) {
    const ratios = (all.get('ours') ?? []).map(({ perSecond }, i) => perSecond / (all.get(kind)?.[i]?.perSecond ?? 0));
    const [least, most] = [Math.min(...ratios).toFixed(2), Math.max(...ratios).toFixed(2)];
    console.log(
      `this program, stored : ${SUBJECTS[kind]} = ${median(ratios).toFixed(2)} (${least} to ${most}, by rounds)`,
    );
  }
}

const compiled = await compile();
const platform = await startFeishuStandIn(keys);
const servers: Server[] = [];
for (const kind of KINDS) servers.push(await start(kind, platform.domain));

console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? '?'}, load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}`,
);
console.log(
  `${rounds} rounds of ${seconds} s, ${connections} connections, ${freshRequests(1)[0]?.length} bytes a delivery`,
);
const warmUp = freshRequests(9000 * 2);
for (const server of servers) await run(server, warmUp, 2);

const all = new Map<Kind, Round[]>(KINDS.map((kind) => [kind, []]));
for (let round = 0; round < rounds; round++) {
  const requests = freshRequests(A_ROUND);
  const order = [...servers.slice(round % servers.length), ...servers.slice(0, round % servers.length)];
  for (const server of order) all.get(server.kind)?.push(await run(server, requests, seconds));
}
print(all);
console.log(
  `load at the end ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}`,
);

for (const { child } of servers) {
  child.send('stop');
  await once(child, 'exit');
}
await platform.stop();
