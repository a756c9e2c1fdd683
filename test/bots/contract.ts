import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Bot, Received, WebhookRequest } from '../../bots/bot.js';
import { InboundEvent } from '../../models/event.js';
import type { Address, Outgoing } from '../../models/message.js';

/** A bot on a stand-in of its platform, ready to be tried. */
export interface Trial {
  bot: Bot;
  /** An address of each kind the platform has. */
  addresses: Address[];
  /** The texts that reached somebody, in order. */
  delivered(): string[];
  /** From now on the platform refuses messages to this address for good. */
  refuses(address: Address): void;
  /** The next request has its effect, but the answer is lost. */
  losesTheAnswer(): void;
  /** The platform is not there for the next request. */
  isDown(): void;
  /** Absent where the platform has no webhook. */
  deliveries?: Deliveries;
  stop(): Promise<void>;
}

/** What a platform's webhook may get, made by the platform's own rules. */
export interface Deliveries {
  /** A message somebody wrote, and what is to be read in it. */
  message(): { request: WebhookRequest; text: string };
  /** The same message delivered once more, as the platform does it. */
  again(): WebhookRequest;
  /** Written by the bot itself. */
  ownMessage(): WebhookRequest;
  /** Genuine, but of a kind nobody here knows. */
  unknownEvent(): WebhookRequest;
  handshake?: { request: WebhookRequest; answer: object; forged: WebhookRequest };
  /** Good apart from its signature: each has a name and must be refused with 401. */
  forgeries(): { name: string; request: WebhookRequest }[];
}

/**
 * What every bot has to keep, whatever its platform. The platform's own test supplies the trial; the part about the
 * webhook is left out where `webhook` is false, the one about the handshake where `handshake` is.
 */
export function botContract(
  name: string,
  { webhook, handshake = webhook }: { webhook: boolean; handshake?: boolean },
  start: () => Promise<Trial>,
): void {
  describe(`${name} keeps the contract of a bot`, () => {
    let trial: Trial;
    beforeAll(async () => {
      trial = await start();
    });
    afterAll(() => trial.stop());

    describe('sending', () => {
      sendingContract(() => trial);
    });
    if (!webhook) {
      test('has no webhook', () => {
        expect(trial.bot).not.toHaveProperty('receive');
      });
      return;
    }
    describe('receiving', () => {
      receivingContract(() => trial, handshake);
    });
  });
}

function sendingContract(trial: () => Trial): void {
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

  test('the same key is one message, however often it is sent', async () => {
    const before = trial().delivered().length;
    const outgoing = message(anAddress());
    await trial().bot.send(outgoing);
    await Promise.all([trial().bot.send(outgoing), trial().bot.send(outgoing)]);
    expect(trial().delivered().length - before).toBe(1);
  });

  test('a lost answer is "later", and sending again does not double the message', async () => {
    const before = trial().delivered().length;
    const outgoing = message(anAddress());
    trial().losesTheAnswer();
    await expect(trial().bot.send(outgoing)).resolves.toMatchObject({ kind: 'later' });
    await expect(trial().bot.send(outgoing)).resolves.toMatchObject({ kind: 'sent' });
    expect(trial().delivered().length - before).toBe(1);
  });

  test('a platform that is not there is "later", not an exception', async () => {
    trial().isDown();
    const result = await trial().bot.send(message(anAddress()));
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

function receivingContract(trial: () => Trial, withHandshake: boolean): void {
  const deliveries = (): Deliveries => {
    const { deliveries } = trial();
    if (!deliveries) throw new Error('a bot with a webhook needs deliveries');
    return deliveries;
  };
  const receive = (request: WebhookRequest): Received => {
    const received = trial().bot.receive?.(request);
    if (!received) throw new Error('the bot has no webhook');
    return received;
  };
  const eventsOf = (request: WebhookRequest): InboundEvent[] => {
    const received = receive(request);
    expect(received.kind).toBe('events');
    return received.kind === 'events' ? received.events : [];
  };

  test('reads a genuine message', () => {
    const { request, text } = deliveries().message();
    const events = eventsOf(request);
    expect(events).toHaveLength(1);
    const event = InboundEvent.parse(events[0]);
    expect(event).toMatchObject({ kind: 'message', text, chat: { platform: trial().bot.platform } });
  });

  test('the same message delivered again has the same key', () => {
    const [first] = eventsOf(deliveries().message().request);
    const [again] = eventsOf(deliveries().again());
    expect(again?.key).toBe(first?.key);
    expect(first?.key).toMatch(/./);
  });

  test('refuses what is not signed, signed wrongly, too old or from the future', () => {
    const forgeries = deliveries().forgeries();
    expect(forgeries.length).toBeGreaterThanOrEqual(4);
    for (const { name, request } of forgeries) {
      expect({ name, ...receive(request) }).toMatchObject({ name, kind: 'refused', status: 401 });
    }
  });

  const handshakeTest = withHandshake ? test : test.skip;
  handshakeTest('answers the handshake of its own platform only', () => {
    const { handshake } = deliveries();
    if (!handshake) throw new Error('the trial has no handshake');
    expect(receive(handshake.request)).toEqual({ kind: 'answer', body: handshake.answer });
    expect(receive(handshake.forged)).toMatchObject({ kind: 'refused', status: 401 });
  });

  test('what it wrote itself is no event', () => {
    expect(eventsOf(deliveries().ownMessage())).toEqual([]);
  });

  test('an unknown kind of event is taken, and is nothing', () => {
    expect(eventsOf(deliveries().unknownEvent())).toEqual([]);
  });
}
