import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Bot, Received } from '../../bots/bot.js';
import { InboundEvent } from '../../models/event.js';
import type { Address, Outgoing } from '../../models/message.js';

/** One white point, and what a workbook begins with. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=',
  'base64',
);
const SHEET = Buffer.from('504b0304140006000800', 'hex');

/** A bot on a stand-in of its platform, ready to be tried. */
export interface Trial {
  bot: Bot;
  /** An address of each kind the platform has. */
  addresses: Address[];
  /** The texts that reached somebody, in order. */
  delivered(): string[];
  /** The bytes of the pictures and files that reached somebody, in order. */
  files(): Buffer[];
  /** The words of a picture are kept beside it. */
  keepsWords?: true;
  /** The platform takes no pictures and files, until it does again; absent where it takes any. */
  refusesFiles?(is: boolean): void;
  /** From now on the platform refuses messages to this address for good. */
  refuses(address: Address): void;
  /** The next request has its effect, but the answer is lost. */
  losesTheAnswer(): void;
  /** The platform is not there for the next request. */
  isDown(): void | Promise<void>;
  /** It is there again; absent where it was away for one request only. */
  isBack?(): Promise<void>;
  /** Absent where nothing is sent to the bot. */
  deliveries?: Deliveries;
  stop(): Promise<void>;
}

/** What is sent to the bot, made by the platform's own rules. Each answers what the bot read in it. */
export interface Deliveries {
  /** A message somebody wrote, and what is to be read in it. */
  message(): { received: Promise<Received>; text: string };
  /** The same message delivered once more, as the platform does it. */
  again(): Promise<Received>;
  /** Written by the bot itself. */
  ownMessage(): Promise<Received>;
  /** Genuine, but of a kind nobody here knows. */
  unknownEvent(): Promise<Received>;
  handshake?: { received: Promise<Received>; answer: object; forged: Promise<Received> };
  /**
   * Not meant for this bot, or not sent by its platform: each has a name and must be refused with 401. To a webhook
   * comes what is not signed, signed wrongly, too old or from the future.
   */
  forgeries(): { name: string; received: Promise<Received> }[];
}

/**
 * What every bot has to keep, whatever its platform. The platform's own test supplies the trial; `way` is how its
 * events come in; the part about the handshake is left out where `handshake` is false. `keys`: whether the platform
 * knows a message it has had before; where it does not, what may have arrived must not be sent again. `sendOnly`: it
 * speaks into groups and hears nothing.
 */
export function botContract(
  name: string,
  {
    way,
    handshake = way === 'webhook',
    keys = true,
    sendOnly = false,
  }: { way: 'webhook' | 'connection' | 'none'; handshake?: boolean; keys?: boolean; sendOnly?: boolean },
  start: () => Promise<Trial>,
): void {
  describe(`${name} keeps the contract of a bot`, () => {
    let trial: Trial;
    beforeAll(async () => {
      trial = await start();
    });
    afterAll(() => trial.stop());

    describe('sending', () => {
      sendingContract(() => trial, keys);
    });
    test('its events come in one way, or none', () => {
      const ways = { webhook: 'receive' in trial.bot, connection: 'connect' in trial.bot };
      expect(ways).toEqual({ webhook: way === 'webhook', connection: way === 'connection' });
    });
    test('it says whether it only sends; if so, it has nothing that hears', () => {
      const { bot } = trial;
      expect(bot.sendOnly ?? false).toBe(sendOnly);
      const hearing = [bot.receive, bot.connect, bot.fetchFile, bot.members, bot.findAccounts].filter(Boolean);
      expect(sendOnly ? hearing : []).toEqual([]);
    });
    const whereSendOnly = sendOnly ? test : test.skip;
    whereSendOnly(
      'what is for a person, an answer or a card it refuses, and says none of it to the group',
      async () => {
        await refusesAllButGroups(trial);
      },
    );
    if (way === 'none') return;
    describe('receiving', () => {
      receivingContract(() => trial, handshake);
    });
  });
}

function sendingContract(trial: () => Trial, keys: boolean): void {
  let count = 0;
  const message = (address: Address, text = `第 ${count + 1} 条`): Outgoing => {
    count += 1;
    return { key: `contract:${count}`, address, content: { kind: 'text', text } };
  };
  const anAddress = (): Address => {
    const [first] = trial().addresses;
    if (!first) throw new Error('the trial has no address');
    return first;
  };

  test('one message arrives at every kind of address', async () => {
    for (const address of trial().addresses) {
      const outgoing = message(address);
      await expect(trial().bot.send(outgoing)).resolves.toMatchObject({ kind: 'sent' });
      expect(trial().delivered().at(-1)).toBe(outgoing.content.text);
    }
  });

  const fileMessage = (kind: 'picture' | 'file'): Outgoing => {
    const file = { name: kind === 'picture' ? '周报.png' : '名册.xlsx', bytes: kind === 'picture' ? PICTURE : SHEET };
    // The platform counts what one receiver gets in a second; the first has most of it.
    const address = trial().addresses[1] ?? anAddress();
    return { ...message(address), content: { kind, text: `${kind}里写的是……`, file } };
  };

  test('a picture and a file arrive byte for byte, in place of their words', async () => {
    const words = trial().delivered().filter(Boolean).length;
    for (const kind of ['picture', 'file'] as const) {
      await expect(trial().bot.send(fileMessage(kind))).resolves.toMatchObject({ kind: 'sent' });
    }
    expect(trial().files()).toEqual([PICTURE, SHEET]);
    expect(trial().delivered().filter(Boolean).length).toBe(trial().keepsWords ? words + 2 : words);
  });

  test('where the platform takes no picture and no file, the words arrive', async () => {
    const { refusesFiles } = trial();
    if (!refusesFiles) return;
    refusesFiles(true);
    for (const kind of ['picture', 'file'] as const) {
      const outgoing = fileMessage(kind);
      await expect(trial().bot.send(outgoing)).resolves.toMatchObject({ kind: 'sent' });
      expect(trial().delivered().at(-1)).toBe(outgoing.content.text);
    }
    refusesFiles(false);
    expect(trial().files()).toHaveLength(2);
  });

  const withKeys = keys ? test : test.skip;
  withKeys('the same key is one message, however often it is sent', async () => {
    const before = trial().delivered().length;
    const outgoing = message(anAddress());
    await trial().bot.send(outgoing);
    await Promise.all([trial().bot.send(outgoing), trial().bot.send(outgoing)]);
    expect(trial().delivered().length - before).toBe(1);
  });

  withKeys('a lost answer is "later", and sending again does not double the message', async () => {
    const before = trial().delivered().length;
    const outgoing = message(anAddress());
    trial().losesTheAnswer();
    await expect(trial().bot.send(outgoing)).resolves.toMatchObject({ kind: 'later' });
    await expect(trial().bot.send(outgoing)).resolves.toMatchObject({ kind: 'sent' });
    expect(trial().delivered().length - before).toBe(1);
  });

  const withoutKeys = keys ? test.skip : test;
  withoutKeys('a lost answer is "uncertain": it is not sent again, by whatever claims it', async () => {
    trial().losesTheAnswer();
    await expect(trial().bot.send(message(anAddress()))).resolves.toEqual({ kind: 'refused', reason: 'uncertain' });
    expect(trial().bot.remembersKeysMs).toBe(0);
  });

  test('a platform that is not there is "later", not an exception', async () => {
    await trial().isDown();
    const result = await trial().bot.send(message(anAddress()));
    await trial().isBack?.();
    expect(result).toMatchObject({ kind: 'later', reason: expect.stringMatching(/./) });
  });

  test('a receiver the platform will never take is "refused", and nothing arrives', async () => {
    const before = trial().delivered().length;
    const address = anAddress();
    trial().refuses(address);
    await expect(trial().bot.send(message(address))).resolves.toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(/./),
    });
    expect(trial().delivered().length).toBe(before);
  });

  test('check() answers findings, never an exception, and says how to mend what is wrong', async () => {
    const findings = await trial().bot.check();
    expect(findings.length).toBeGreaterThan(0);
    for (const finding of findings) expect(finding.ok || finding.mend !== undefined).toBe(true);
  });
}

async function refusesAllButGroups({ bot, addresses, delivered }: Trial): Promise<void> {
  const { platform } = bot;
  const [group] = addresses;
  if (group?.to !== 'chat') throw new Error('a bot that only sends has groups');
  const before = delivered().length;
  const others: Address[] = [
    { to: 'account', platform, account: 'T1' },
    { to: 'message', platform, chat: group.chat, messageId: 'm1' },
    { to: 'card', platform, account: 'T1', card: 'm1' },
    { to: 'chat', platform, chat: { ...group.chat, kind: 'private' } },
  ];
  for (const address of others) {
    const result = await bot.send({ key: 'only', address, content: { kind: 'text', text: '悄悄话' } });
    expect(result).toEqual({ kind: 'refused', reason: 'send-only' });
  }
  expect(delivered().length).toBe(before);
}

function receivingContract(trial: () => Trial, withHandshake: boolean): void {
  const deliveries = (): Deliveries => {
    const { deliveries } = trial();
    if (!deliveries) throw new Error('a bot that is sent something needs deliveries');
    return deliveries;
  };
  const eventsOf = async (delivery: Promise<Received>): Promise<InboundEvent[]> => {
    const received = await delivery;
    expect(received.kind).toBe('events');
    return received.kind === 'events' ? received.events : [];
  };

  test('reads a genuine message', async () => {
    const { received, text } = deliveries().message();
    const events = await eventsOf(received);
    expect(events).toHaveLength(1);
    const event = InboundEvent.parse(events[0]);
    expect(event).toMatchObject({ kind: 'message', text, chat: { platform: trial().bot.platform } });
  });

  test('the same message delivered again has the same key', async () => {
    const [first] = await eventsOf(deliveries().message().received);
    const [again] = await eventsOf(deliveries().again());
    expect(again?.key).toBe(first?.key);
    expect(first?.key).toMatch(/./);
  });

  test('refuses whatever is forged or meant for another', async () => {
    const forgeries = deliveries().forgeries();
    expect(forgeries.length).toBeGreaterThanOrEqual(withHandshake ? 4 : 1);
    for (const { name, received } of forgeries) {
      expect({ name, ...(await received) }).toMatchObject({ name, kind: 'refused', status: 401 });
    }
  });

  const handshakeTest = withHandshake ? test : test.skip;
  handshakeTest('answers the handshake of its own platform only', async () => {
    const { handshake } = deliveries();
    if (!handshake) throw new Error('the trial has no handshake');
    expect(await handshake.received).toEqual({ kind: 'answer', body: handshake.answer });
    expect(await handshake.forged).toMatchObject({ kind: 'refused', status: 401 });
  });

  test('what it wrote itself is no event', async () => {
    expect(await eventsOf(deliveries().ownMessage())).toEqual([]);
  });

  test('an unknown kind of event is taken, and is nothing', async () => {
    expect(await eventsOf(deliveries().unknownEvent())).toEqual([]);
  });
}
