import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { type Env, loadEnv } from '../../config/env.js';
import { problemsOf } from './folder.js';

const FEISHU = {
  FEISHU_APP_ID: 'cli_a1b2',
  FEISHU_APP_SECRET: 'app-s3cret',
  FEISHU_ENCRYPT_KEY: 'encrypt-s3cret',
  FEISHU_VERIFICATION_TOKEN: 'token-s3cret',
};
const MONGODB = { MONGODB_URI: 'mongodb://jiaoyan:p4ssword@db.example/jiaoyan' };

const encryptKeyOf = ({ feishu }: Env) => (feishu?.transport === 'webhook' ? feishu.encryptKey.reveal() : undefined);

const problems = (env: NodeJS.ProcessEnv) => problemsOf(() => loadEnv(env));

test('nothing set: the embedded database, the sandbox and the demo county, on this machine only', () => {
  expect(loadEnv({ PATH: '/bin' })).toEqual({
    host: '127.0.0.1',
    port: 3000,
    dataDir: resolve('data'),
    timeZone: 'Asia/Shanghai',
    logLevel: 'info',
    sandbox: true,
    sandboxForced: false,
    demo: true,
  });
});

test('everything set', () => {
  const env = loadEnv({
    ...FEISHU,
    ...MONGODB,
    HOST: '0.0.0.0',
    PORT: '0',
    PUBLIC_URL: 'https://jiaoyan.example.cn/bot/',
    DATA_DIR: '/srv/jiaoyan',
    TIME_ZONE: 'Asia/Urumqi',
    LOG_LEVEL: 'debug',
    CATALOGUE_DIR: '/etc/jiaoyan/catalogue',
    CALENDAR_DIR: 'calendar',
    FEISHU_DOMAIN: 'https://feishu.example.cn/',
    FEISHU_TRANSPORT: 'webhook',
    SANDBOX: 'off',
    DEMO: 'on',
  });
  expect(env).toMatchObject({
    host: '0.0.0.0',
    port: 0,
    publicUrl: 'https://jiaoyan.example.cn/bot',
    dataDir: '/srv/jiaoyan',
    timeZone: 'Asia/Urumqi',
    logLevel: 'debug',
    catalogueDir: '/etc/jiaoyan/catalogue',
    calendarDir: resolve('calendar'),
    feishu: { appId: 'cli_a1b2', domain: 'https://feishu.example.cn', transport: 'webhook' },
    sandbox: false,
    demo: true,
  });
  expect(env.mongodbUri?.reveal()).toBe(MONGODB.MONGODB_URI);
  expect(encryptKeyOf(env)).toBe('encrypt-s3cret');
});

test('an empty variable is an unset one, as a compose file leaves it', () => {
  const empty = { PORT: '', MONGODB_URI: ' ', FEISHU_APP_ID: '', FEISHU_APP_SECRET: '', SANDBOX: '', PUBLIC_URL: '' };
  expect(loadEnv(empty)).toEqual(loadEnv({}));
});

test('all problems together, a sentence each', () => {
  const env = {
    PORT: '70000',
    PUBLIC_URL: 'jiaoyan.example.cn',
    MONGODB_URI: 'postgres://jiaoyan:p4ssword@db.example/',
    TIME_ZONE: 'Asia/Qinggang',
    LOG_LEVEL: 'loud',
    SANDBOX: 'yes',
    DEMO: '1',
    FEISHU_APP_ID: 'cli_a1b2',
    FEISHU_ENCRYPT_KEY: 'encrypt-s3cret',
    FEISHU_APP_SECRTE: 'app-s3cret',
    FEISHU_DOMAIN: 'open.feishu.cn',
    FEISHU_TRANSPORT: 'pigeon',
  };
  expect(problems(env)).toEqual([
    'PORT 写的是 70000；应当是 0 到 65535 的整数。',
    'PUBLIC_URL 写的是 jiaoyan.example.cn；应当是以 http:// 或 https:// 开头的地址。',
    'MONGODB_URI 写得不对；应当以 mongodb:// 或 mongodb+srv:// 开头。',
    'TIME_ZONE 写的是 Asia/Qinggang；应当是时区名，例如 Asia/Shanghai。',
    'LOG_LEVEL 写的是 loud；应当是 trace、debug、info、warn、error、fatal、silent 之一。',
    'FEISHU_DOMAIN 写的是 open.feishu.cn；应当是以 https:// 开头的地址，例如 https://open.feishu.cn。',
    'FEISHU_TRANSPORT 写的是 pigeon；应当是 webhook、websocket 之一。',
    'SANDBOX 写的是 yes；应当是 on、off、force 之一。',
    'DEMO 写的是 1；应当是 on、off 之一。',
    '飞书只配了一半，还缺 FEISHU_APP_SECRET、FEISHU_VERIFICATION_TOKEN；请补上，不用飞书就把这几个变量都去掉。',
    '不认识 FEISHU_APP_SECRTE；是不是 FEISHU_APP_SECRET？',
  ]);
});

test.each(['-1', '80a', '3.5', '65536', '0x10'])('%s is no port', (PORT) => {
  expect(problems({ PORT })).toEqual([`PORT 写的是 ${PORT}；应当是 0 到 65535 的整数。`]);
});

describe('Feishu', () => {
  test.each(Object.keys(FEISHU))('is refused without %s', (name) => {
    expect(problems({ ...FEISHU, [name]: '' })).toEqual([
      `飞书只配了一半，还缺 ${name}；请补上，不用飞书就把这几个变量都去掉。`,
    ]);
  });

  test('is off when none of its four is there', () => {
    expect(loadEnv({ FEISHU_TRANSPORT: 'webhook' }).feishu).toBeUndefined();
  });

  test('switches sandbox and demo county off', () => {
    expect(loadEnv(FEISHU)).toMatchObject({
      sandbox: false,
      demo: false,
      feishu: { domain: 'https://open.feishu.cn', transport: 'webhook' },
    });
  });
});

describe('Feishu over the long connection', () => {
  const APP = { FEISHU_APP_ID: 'cli_a1b2c3d4e5f60718', FEISHU_APP_SECRET: 'app-s3cret' };
  const FEISHU_TRANSPORT = 'websocket';

  test('needs id and secret only; keys that are there do no harm and are not taken along', () => {
    const { feishu } = loadEnv({ ...FEISHU, ...APP, FEISHU_TRANSPORT });
    expect(loadEnv({ ...APP, FEISHU_TRANSPORT }).feishu).toEqual(feishu);
    expect(feishu).toEqual({
      appId: APP.FEISHU_APP_ID,
      appSecret: expect.anything(),
      domain: 'https://open.feishu.cn',
      transport: 'websocket',
    });
    expect(loadEnv({ ...APP, FEISHU_TRANSPORT })).toMatchObject({ sandbox: false, demo: false });
  });

  test.each(Object.keys(APP))('is refused without %s', (name) => {
    const half = `飞书只配了一半，还缺 ${name}；请补上，不用飞书就把这几个变量都去掉。`;
    expect(problems({ ...APP, FEISHU_TRANSPORT, [name]: '' })).toEqual([half]);
  });

  test('is refused with nothing but the keys of a webhook', () => {
    const { FEISHU_ENCRYPT_KEY } = FEISHU;
    expect(problems({ FEISHU_ENCRYPT_KEY, FEISHU_TRANSPORT })).toEqual([
      '飞书只配了一半，还缺 FEISHU_APP_ID、FEISHU_APP_SECRET；请补上，不用飞书就把这几个变量都去掉。',
    ]);
  });

  test('what is enough for it is half of a webhook', () => {
    expect(problems(APP)).toEqual([
      '飞书只配了一半，还缺 FEISHU_ENCRYPT_KEY、FEISHU_VERIFICATION_TOKEN；请补上，不用飞书就把这几个变量都去掉。',
    ]);
  });

  test.each(['cli_a1b2', 'a1b2c3d4e5f60718', 'cli_a1b2c3d4e5f60718x', 'cli_g1b2c3d4e5f60718'])(
    '%s is no app for it',
    (id) => {
      expect(problems({ ...APP, FEISHU_TRANSPORT, FEISHU_APP_ID: id })).toEqual([
        `FEISHU_APP_ID 写的是 ${id}；用长连接时应当是 cli_ 和 16 位十六进制数，请照“凭证与基础信息”里的填。`,
      ]);
    },
  );
});

describe('the demo county', () => {
  test('is not loaded into a database of the operator unless asked for', () => {
    expect(loadEnv(MONGODB).demo).toBe(false);
    expect(loadEnv({ ...MONGODB, DEMO: 'on' }).demo).toBe(true);
    expect(loadEnv({ DEMO: 'off' }).demo).toBe(false);
  });
});

describe('the sandbox', () => {
  test.each(['127.0.0.1', '127.1.2.3', 'localhost', '::1'])('is on by itself at %s', (HOST) => {
    expect(loadEnv({ HOST }).sandbox).toBe(true);
  });

  test('is off by itself where others can reach it', () => {
    expect(loadEnv({ HOST: '0.0.0.0' })).toMatchObject({ sandbox: false, sandboxForced: false });
  });

  test('is refused to the network and beside a platform, and says how to have it all the same', () => {
    expect(problems({ SANDBOX: 'on', HOST: '0.0.0.0', ...FEISHU })).toEqual([
      'SANDBOX 是 on，而 HOST 是 0.0.0.0：沙盒里谁都可以扮成任何人，不能对外开放；确实要开，写 SANDBOX=force。',
      'SANDBOX 是 on，而飞书、企业微信或微信也开着：沙盒里的话会记进真的台账；确实要开，写 SANDBOX=force。',
    ]);
    expect(loadEnv({ SANDBOX: 'force', HOST: '0.0.0.0', ...FEISHU })).toMatchObject({
      sandbox: true,
      sandboxForced: true,
    });
  });

  test('is as asked for on this machine', () => {
    expect(loadEnv({ SANDBOX: 'on', ...MONGODB })).toMatchObject({ sandbox: true, sandboxForced: false });
    expect(loadEnv({ SANDBOX: 'off' }).sandbox).toBe(false);
  });
});

describe('secrets from files', () => {
  const withFile = (text: string, use: (path: string) => void) => {
    const dir = mkdtempSync(join(tmpdir(), 'secret-'));
    const path = join(dir, 'secret');
    writeFileSync(path, text);
    try {
      use(path);
    } finally {
      rmSync(dir, { recursive: true });
    }
  };

  test('the file is read without its last line end, and only where the variable itself is unset', () => {
    withFile('from-file\n', (path) => {
      const { FEISHU_ENCRYPT_KEY: _, ...others } = FEISHU;
      expect(encryptKeyOf(loadEnv({ ...others, FEISHU_ENCRYPT_KEY_FILE: path }))).toBe('from-file');
      expect(encryptKeyOf(loadEnv({ ...FEISHU, FEISHU_ENCRYPT_KEY_FILE: path }))).toBe('encrypt-s3cret');
    });
  });

  test('the database address may come from a file', () => {
    withFile('mongodb://u:p@db/x', (path) => {
      const env = loadEnv({ MONGODB_URI_FILE: path });
      expect(env.mongodbUri?.reveal()).toBe('mongodb://u:p@db/x');
      expect(env.demo).toBe(false);
    });
  });

  test('a file that is not there, a file with nothing in it', () => {
    const { FEISHU_APP_SECRET: _, ...others } = FEISHU;
    expect(problems({ ...others, FEISHU_APP_SECRET_FILE: '/no/such/secret' })).toEqual([
      'FEISHU_APP_SECRET_FILE 指的文件 /no/such/secret 打不开；请检查路径、内容和读取权限。',
    ]);
    withFile('\n', (path) => {
      expect(problems({ MONGODB_URI_FILE: path })).toEqual([
        `MONGODB_URI_FILE 指的文件 ${path} 是空的；请检查路径、内容和读取权限。`,
      ]);
    });
  });
});

test('no secret shows when the environment is printed, in whatever way', () => {
  const env = loadEnv({ ...FEISHU, ...MONGODB });
  const printed = [
    JSON.stringify(env),
    inspect(env, { depth: 9, showHidden: true }),
    String(env.mongodbUri),
    ['', env.feishu?.appSecret].join('x'),
  ];
  expect(printed.join('\n')).toContain('[secret]');
  expect(printed.join('\n')).not.toMatch(/s3cret|p4ssword/);
});

describe('robots of WeCom groups', () => {
  const hook = (key: string) => `https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${key}`;

  test('a name and an address each, in a line or several; the sandbox is off', () => {
    const env = loadEnv({ WECOM_GROUP_WEBHOOKS: `县群=${hook('s3cret-1')}\n一小=${hook('s3cret-2')}` });
    expect(env.wecomGroup?.map(({ name, url }) => [name, url.reveal()])).toEqual([
      ['县群', hook('s3cret-1')],
      ['一小', hook('s3cret-2')],
    ]);
    expect({ sandbox: env.sandbox, demo: env.demo }).toEqual({ sandbox: false, demo: false });
    expect(inspect(env, { depth: 9, showHidden: true })).not.toContain('s3cret');
  });

  test.each([
    [hook('s3cret'), '第1条没有写群的名字'],
    ['县群=s3cret', '「县群」的地址写得不对'],
    [`县群=${hook('')}`, '「县群」的地址写得不对'],
    [`县群=${hook('s3cret').replace('https', 'http')}`, '「县群」的地址写得不对'],
    [`县群=${hook('s3cret')} 县群=${hook('s3cret2')}`, '「县群」写了两次'],
  ])('what is wrong is told without the key: %#', (value, problem) => {
    const told = problems({ WECOM_GROUP_WEBHOOKS: value });
    expect(told).toEqual([expect.stringContaining(problem)]);
    expect(told.join('')).not.toContain('s3cret');
  });
});

describe('WeChat', () => {
  const WECHAT = {
    WECHATY_PUPPET: 'wechaty-puppet-service',
    WECHATY_PUPPET_SERVICE_ENDPOINT: '127.0.0.1:8788',
    WECHATY_PUPPET_SERVICE_TOKEN: 'insecure_s3cret',
  };

  test('its three variables switch it on, and the sandbox off; nothing is pushed unasked', () => {
    const { wechat, sandbox, demo } = loadEnv(WECHAT);
    expect(wechat).toMatchObject({
      module: 'wechaty',
      endpoint: '127.0.0.1:8788',
      insecure: false,
      privatePush: false,
    });
    expect({ sandbox, demo }).toEqual({ sandbox: false, demo: false });
  });

  test.each(Object.keys(WECHAT))('without %s it is half configured, and the problem names it', (name) => {
    expect(problems({ ...WECHAT, [name]: '' })).toEqual([expect.stringContaining(`还缺 ${name}；`)]);
  });

  test.each([
    ['WECHATY_PUPPET_SERVICE_ENDPOINT', 'gateway'],
    ['WECHATY_PUPPET', '../puppet'],
    ['WECHATY_PUPPET_SERVICE_TOKEN', 'no-prefix'],
    ['WECHATY_PUPPET_SERVICE_TOKEN', 'a_/../b'],
  ])('%s cannot be %s', (name, value) => {
    expect(problems({ ...WECHAT, [name]: value })).toHaveLength(1);
  });

  test('a variable of ours misspelt is told', () => {
    expect(problems({ WECHAT_PRIVATE_PUHS: 'on' })).toEqual([expect.stringContaining('WECHAT_PRIVATE_PUSH')]);
  });
});
