import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { wholeCatalogue } from './support/catalogues.js';
import {
  filesUnder,
  findCycle,
  type Import,
  linesOf,
  type Module,
  moduleOf,
  readModules,
  topFiles,
} from './support/modules.js';
import { sources } from './support/sources.js';

/** What a room may import of the project: paths that begin so. `types` besides, where nothing of it is left at run time. */
interface Room {
  files: RegExp;
  may: readonly string[];
  types?: readonly string[];
  packages: readonly string[];
}

/** The first that fits a file holds for it. Node's own modules are open to all but what browsers load. */
const ROOMS: readonly Room[] = [
  // Browsers load it: nothing is left of an import.
  { files: /^config\/texts\/check-in-page\./, may: [], types: ['models/check-in-code.'], packages: [] },
  {
    // What can differ between two counties. Loading YAML needs the schemas of what is loaded, and the days they name.
    files: /^config\//,
    may: ['config/', ...asCounty()],
    types: [
      'models/case.',
      'models/certificate.',
      'models/check-in-code.',
      'models/collection.',
      'models/count.',
      'models/owner-name.',
      'models/roll.',
      'models/tally.',
      'models/training.',
      'models/training-audience.',
    ],
    packages: ['zod', 'yaml'],
  },
  {
    files: /^models\//,
    may: ['models/'],
    packages: [
      'zod',
      'mongoose',
      'temporal-polyfill',
      'pinyin-pro',
      'read-excel-file/node',
      'yazl',
      'csv-stringify',
      'yauzl',
    ],
  },
  {
    // The sandbox's wire is a collection, so it keeps one.
    files: /^bots\/sandbox\//,
    may: ['bots/bot.', 'bots/sandbox/', ...asWire(), 'models/clock.'],
    packages: ['zod', 'mongoose'],
  },
  {
    files: /^bots\/feishu\//,
    may: ['bots/bot.', 'bots/keep-open.', 'bots/feishu/', ...asWire(), 'config/limits/'],
    packages: ['zod', '@larksuiteoapi/node-sdk'],
  },
  {
    files: /^bots\/wecom\//,
    may: ['bots/bot.', 'bots/keep-open.', 'bots/wecom/', ...asWire(), 'config/limits/'],
    packages: ['zod', '@wecom/aibot-node-sdk'],
  },
  {
    // The same platform's markdown.
    files: /^bots\/wecom-group\//,
    may: ['bots/bot.', 'bots/wecom-group/', 'bots/wecom/markdown.', ...asWire(), 'config/limits/'],
    packages: ['zod'],
  },
  {
    files: /^bots\/wechat\//,
    may: ['bots/bot.', 'bots/keep-open.', 'bots/wechat/', ...asWire(), 'config/limits/'],
    packages: ['zod', 'wechaty', 'file-box', 'uqr'],
  },
  { files: /^bots\/[^/]+$/, may: ['bots/accept.', 'bots/bot.', ...asWire()], packages: ['koa', 'raw-body'] },
  { files: /^handlers\//, may: ['handlers/', 'models/', 'config/texts/'], packages: ['zod'] },
  {
    files: /^jobs\//,
    may: ['jobs/', 'models/', 'config/texts/', 'config/limits/'],
    types: ['bots/bot.'],
    packages: ['node-cron', '@resvg/resvg-js'],
  },
  // Browsers load these, and nothing else with them.
  { files: /^web\/forms\/island\//, may: ['web/forms/island/'], packages: [] },
  {
    // Browsers load these: no module of Node's; of the server's the shape of what it says, and the names of its chats.
    files: /^web\/sandbox\/island\//,
    may: ['web/sandbox/island/', 'bots/sandbox/private-chat.'],
    types: ['web/sandbox/', 'models/'],
    packages: ['preact', 'preact/hooks'],
  },
  {
    files: /^web\/trainings\/island\//,
    may: ['web/trainings/island/', 'config/texts/check-in-page.'],
    types: ['web/trainings/', 'models/'],
    packages: ['preact', 'preact/hooks'],
  },
  {
    files: /^web\//,
    may: ['web/', 'models/', 'config/texts/', 'bots/sandbox/'],
    packages: [
      'koa',
      '@koa/router',
      'raw-body',
      '@fastify/busboy',
      'prom-client',
      'zod',
      'preact',
      'preact-render-to-string',
      'uqr',
    ],
  },
  {
    // The operator's commands stand beside app.ts and, like it, know all rooms; but no platform's or page's inside.
    files: /^commands\//,
    may: ['commands/', 'county.', 'models/', 'config/', 'jobs/', 'handlers/', 'bots/bot.', 'bots/sandbox/'],
    packages: [],
  },
  // app.ts and what it is put together with: the only ones that know all rooms.
  { files: /^[^/]+\.ts$/, may: [''], packages: ['koa', 'pino'] },
];

/** The schemas of what a county writes down, and the days they name. */
function asCounty(): string[] {
  return [
    'calendar',
    'cadence',
    'day',
    'digest',
    'duty',
    'field',
    'ids',
    'post-key',
    'reminder',
    'time-of-day',
    'training-programme',
  ].map((name) => `models/${name}.`);
}

/** What a bot may know of the models: what goes over a wire, and nothing of duties or ledgers. */
function asWire(): string[] {
  return ['models/event.', 'models/ids.', 'models/log.', 'models/message.'];
}

/** Packages that one place looks after. */
const PLACES: Record<string, RegExp> = {
  koa: /^(bots\/webhook|app|deliveries|files|forms|sandbox|trainings)\.ts$|^web\//,
  'node-cron': /^jobs\/schedule\.ts$/,
  '@resvg/resvg-js': /^jobs\/pictures\/render\.ts$/,
  yaml: /^config\/yaml-file\.ts$/,
  pino: /^main\.ts$/,
  uqr: /^(?:web\/trainings\/qr|bots\/wechat\/login-code)\.ts$/,
  'prom-client': /^web\/metrics\.ts$/,
  mongoose: /^models\/|^bots\/sandbox\/store\.ts$/,
  'temporal-polyfill': /^models\/calendar\.ts$/,
};

/** Loaded when its platform is on, or the first picture drawn, and not before: 37 MB and 200 ms; wechaty 80 MB and more than a second. */
const ON_DEMAND = ['@resvg/resvg-js', '@larksuiteoapi/node-sdk', '@wecom/aibot-node-sdk', 'wechaty', 'file-box'];

/** Modules whose name is worked out: the built assets, and a fork of wechaty an operator names. */
const COMPUTED = ['web/assets.ts', 'bots/wechat/session.ts'];

const FOLDERS = ['bots', 'commands', 'config', 'handlers', 'jobs', 'models', 'web'];
const modules = readModules(sources, [...topFiles(sources), ...filesUnder(sources, FOLDERS)]);

function isAllowed({ of, kind }: Import, file: string, room: Room): boolean {
  if (of.startsWith('node:')) return !file.includes('/island/');
  if (of === '(computed)') return COMPUTED.includes(file);
  if (ON_DEMAND.includes(of) && kind === 'static') return false;
  if (PLACES[of] && !PLACES[of].test(file)) return false;
  if (room.packages.includes(of)) return true;
  const ofProject = /\.tsx?$/.test(of);
  const may = kind === 'type' ? [...room.may, ...(room.types ?? [])] : room.may;
  return ofProject && may.some((path) => of.startsWith(path));
}

function trespasses(all: readonly Module[]): string[] {
  return all.flatMap(({ file, imports }) => {
    const room = ROOMS.find(({ files }) => files.test(file));
    if (!room) return [`${file} is in no room`];
    return imports.filter((each) => !isAllowed(each, file, room)).map(({ of, kind }) => `${file} → ${of} (${kind})`);
  });
}

test('every file imports what its room may, and no more', () => {
  expect(trespasses(modules)).toEqual([]);
});

describe('the rule sees', () => {
  test.each([
    ['handlers/mine.ts', "import { schedule } from '../jobs/schedule.js';"],
    ['handlers/mine.ts', "import type { Bot } from '../bots/bot.js';"],
    ['handlers/mine.ts', "import Koa from 'koa';"],
    ['handlers/mine.ts', "import mongoose from 'mongoose';"],
    ['jobs/remind.ts', "import { run } from '../handlers/run.js';"],
    ['jobs/remind.ts', "import { createFeishu } from '../bots/feishu/index.js';"],
    ['jobs/remind.ts', "import cron from 'node-cron';"],
    ['models/roll.ts', "import { loadEnv } from '../config/env.js';"],
    ['models/roll.ts', "export * from '../handlers/mine.js';"],
    ['bots/feishu/parse.ts', "import { createPeople } from '../../models/person.js';"],
    ['bots/feishu/parse.ts', "import { createSandboxBot } from '../sandbox/index.js';"],
    ['bots/feishu/client.ts', "import { Client } from '@larksuiteoapi/node-sdk';"],
    ['bots/feishu/client.ts', "import type Koa from 'koa';"],
    ['web/health.ts', "import { createFeishu } from '../bots/feishu/index.js';"],
    ['web/health.ts', "const { run } = await import('../handlers/run.js');"],
    ['web/sandbox/island/app.tsx', "import { readFile } from 'node:fs';"],
    ['web/sandbox/island/app.tsx', "import { createPeople } from '../../../models/person.js';"],
    ['config/load.ts', "import { createRolls } from '../models/roll.js';"],
    ['utils/misc.ts', 'export const x = 1;'],
  ])('%s with %s', (file, source) => {
    expect(trespasses([moduleOf(file, source)])).toHaveLength(1);
  });

  test('what is allowed as well', () => {
    const client = "import type { Client } from '@larksuiteoapi/node-sdk';\nawait import('@larksuiteoapi/node-sdk');";
    expect(trespasses([moduleOf('bots/feishu/client.ts', client)])).toEqual([]);
  });
});

test('no module needs itself to begin', () => {
  expect(modules.flatMap(({ imports }) => imports).length).toBeGreaterThan(500);
  expect(findCycle(modules)).toBeUndefined();
});

test('a circle of modules is found, one of types is none', () => {
  const one = moduleOf('models/a.ts', "import { b } from './b.js';");
  expect(findCycle([one, moduleOf('models/b.ts', "import { a } from './a.js';")])).toEqual([
    'models/a.ts',
    'models/b.ts',
    'models/a.ts',
  ]);
  expect(findCycle([one, moduleOf('models/b.ts', "import type { A } from './a.js';")])).toBeUndefined();
});

/** Longer, and a file does two things. Tests may: their tables of cases are read from top to bottom. */
const MOST_LINES = 300;

test('no file is longer than 300 lines', () => {
  const files = [...topFiles(sources), ...filesUnder(sources, [...FOLDERS, 'bench', 'scripts'])];
  const own = files.filter((file) => /\.(tsx?|mjs|css)$/.test(file));
  const long = own.filter((file) => linesOf(readFileSync(join(sources, file), 'utf8')) > MOST_LINES);
  expect(own.length).toBeGreaterThan(150);
  expect(long).toEqual([]);
});

const { duties } = wholeCatalogue();
const keys = duties.map(({ key }): string => key);
const words = duties.flatMap(({ word, name, aliases }) => [word, name, ...aliases]);

/** Where the code knows a duty, a county could not do without it. Words: anywhere in a text; keys: as a whole text. */
function dutiesIn(all: readonly Module[]): string[] {
  return all.flatMap(({ file, texts }) =>
    texts
      .filter((text) => keys.includes(text) || words.some((word) => text.includes(word)))
      // The help of a command shows it with an example a reader knows.
      .filter((text) => keys.includes(text) || !file.startsWith('commands/'))
      .map((text) => `${file}: ${text}`),
  );
}

test('the code knows no duty by name: duties are the catalogue’s', () => {
  expect(dutiesIn(modules)).toEqual([]);
});

test.each([
  ['handlers/x.ts', "export const x = '补交周记';"],
  ['handlers/x.ts', 'export const x = `请交月报`;'],
  ['jobs/x.ts', "export const is = (key: string) => key === 'journal';"],
  ['web/x.tsx', 'export const X = () => <p>教育周记</p>;'],
  ['commands/x.ts', "export const key = 'monthly-report';"],
])('a duty in the code is found: %s %s', (file, source) => {
  expect(dutiesIn([moduleOf(file, source)])).toHaveLength(1);
});
