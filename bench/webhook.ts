import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { z } from 'zod';
import { feishuEvents } from '../test/support/feishu/events.js';
import { startFeishuStandIn } from '../test/support/feishu/stand-in.js';
import { compile } from './support/compile.js';
import { median } from './support/median.js';

/**
 * How many signed and encrypted message events a second are accepted (verified, decrypted, parsed, stored), and how
 * long the platform waits for its 200, beside the official SDK's Koa adapter with an empty handler and a bare Koa
 * echo, which store nothing. Every server has a process of its own; rounds are interleaved; every delivery is another
 * message.
 *
 *   node --import tsx bench/webhook.ts [--rounds 5] [--seconds 6] [--connections 32]
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
/** More than the fastest server takes in a round, so that hardly a delivery comes twice. */
const PER_CONNECTION = Math.ceil((9000 * seconds) / connections);
const WORDS = '周记 今天听了王老师的公开课，学生讨论很充分，板书清楚。'.repeat(3);

let made = 0;
/** Message ids differ from round to round: what was stored before would be a duplicate, which is less work. */
function freshRequests(): autocannon.Request[] {
  return Array.from({ length: PER_CONNECTION }, () => {
    made += 1;
    const options = {
      from: `ou_${made % 5000}`,
      group: true,
      chatId: `oc_${made % 300}`,
      atBot: true,
      messageId: `om_${made}`,
    };
    const { headers, body } = events.text(WORDS, options);
    return { method: 'POST', headers, body };
  });
}

interface Server {
  kind: Kind;
  url: string;
  child: ChildProcess;
}

const Address = z.object({ port: z.number() });
const Report = z.object({ cpuMicros: z.number(), stored: z.number() });

async function start(kind: Kind, domain: string): Promise<Server> {
  const child = fork(compiled('bench/support/webhook-server.ts'), [kind, domain, JSON.stringify(keys)], {
    execArgv: [],
  });
  const [address]: unknown[] = await once(child, 'message');
  return { kind, child, url: `http://127.0.0.1:${Address.parse(address).port}/webhooks/feishu` };
}

async function report({ child }: Server): Promise<z.infer<typeof Report>> {
  child.send('report');
  const [answer]: unknown[] = await once(child, 'message');
  return Report.parse(answer);
}

interface Round {
  perSecond: number;
  p50: number;
  p99: number;
  worst: number;
  cpuMicros: number;
  stored: number;
}

async function run(server: Server, duration: number): Promise<Round> {
  const before = await report(server);
  const requests = Array.from({ length: connections }, freshRequests);
  const result = await autocannon({
    url: server.url,
    connections,
    duration,
    setupClient: (client) => client.setRequests(requests.pop() ?? []),
  });
  const { cpuMicros, stored } = await report(server);
  if (result.non2xx + result.errors + result.timeouts > 0)
    throw new Error(`${server.kind}: not everything was accepted`);
  return {
    perSecond: result.requests.total / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    worst: result.latency.max,
    cpuMicros: cpuMicros / result.requests.total,
    stored: stored - before.stored,
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
      'p50 ms': middle(kind, 'p50'),
      'p99 ms': middle(kind, 'p99'),
      'worst ms': Math.round(middle(kind, 'worst')),
      'CPU µs/event': Math.round(middle(kind, 'cpuMicros')),
      'stored a round': middle(kind, 'stored'),
    };
  });
  console.table(rows);
  for (const kind of KINDS.filter((kind) => kind !== 'ours')) {
    const ratio = middle('ours', 'perSecond') / middle(kind, 'perSecond');
    console.log(`this program, stored : ${SUBJECTS[kind]} = ${ratio.toFixed(2)}`);
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
  `${rounds} rounds of ${seconds} s, ${connections} connections, ${freshRequests()[0]?.body?.length} bytes a delivery`,
);
for (const server of servers) await run(server, 2);

const all = new Map<Kind, Round[]>(KINDS.map((kind) => [kind, []]));
for (let round = 0; round < rounds; round++) {
  const order = [...servers.slice(round % servers.length), ...servers.slice(0, round % servers.length)];
  for (const server of order) all.get(server.kind)?.push(await run(server, seconds));
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
