import type { Context } from 'koa';
import { BOT_NAME, parse, parsePress } from '../../bots/sandbox/parse.js';
import type { SandboxFile } from '../../bots/sandbox/store.js';
import { PICTURE_HEAD_BYTES, pictureType } from '../../models/picture.js';
import { bodyOf } from './body.js';
import { chatsOf, kindOf, shownTo } from './chats.js';
import type { SandboxDeps, SandboxPerson } from './deps.js';
import { destination } from './move.js';
import { Refusal } from './refusal.js';
import { openStream, type Stream } from './stream.js';
import { suggestions } from './suggestions.js';
import { asMessage, clockView } from './view.js';
import { Move, type MovedView, type PageView, Pressed, Said, type StateView } from './wire.js';

const PAGE = 60;
/** One for every open page; more is a client run wild. */
const MOST_STREAMS = 200;

/** What the page asks of the server, one function a request. */
export function createApi(deps: SandboxDeps) {
  const { store, clock, calendar } = deps;
  const streams = new Set<Stream>();
  let moving = false;

  const known = async (person: string): Promise<SandboxPerson> => {
    const found = (await deps.people()).find(({ id }) => id === person);
    if (!found) throw new Refusal(404, 'no-such-person', '名册里没有这个人，请重新选一位');
    return found;
  };

  const mustShow = async (person: string, chat: string): Promise<void> => {
    if (!shownTo(person, await deps.groups())(chat)) throw new Refusal(403, 'not-in-chat', '这个人不在这个群里');
  };

  const state = async (ctx: Context): Promise<void> => {
    // The number first: what is said while the rest is read comes by the stream, at worst twice.
    const seq = await store.newest();
    const people = await deps.people();
    const person = people.find(({ id }) => id === ctx.query['person'])?.id;
    const ledger = person === undefined ? undefined : await deps.ledger(person);
    ctx.body = {
      people,
      botName: BOT_NAME,
      suggestions: suggestions(deps.duties, ledger),
      clock: await clockView(deps),
      seq,
      ...(person && ledger && { mine: { person, chats: await chatsOf(person, deps), ledger } }),
    } satisfies StateView;
  };

  const ledger = async (ctx: Context): Promise<void> => {
    const person = await known(asked(ctx, 'person'));
    ctx.body = await deps.ledger(person.id);
  };

  const messages = async (ctx: Context): Promise<void> => {
    const [person, chat] = [asked(ctx, 'person'), asked(ctx, 'chat')];
    await mustShow((await known(person)).id, chat);
    const rows = await store.page(chat, PAGE + 1, numberAsked(ctx, 'before'));
    ctx.body = {
      messages: rows.slice(-PAGE).map(asMessage),
      complete: rows.length <= PAGE,
    } satisfies PageView;
  };

  const say = async (ctx: Context): Promise<void> => {
    const said = await bodyOf(ctx, Said);
    const person = await known(said.person);
    await mustShow(person.id, said.chat);
    const row = await store.append({
      _id: `said-${said.id}`,
      chat: said.chat,
      person: person.id,
      text: said.text,
      at: clock.now(),
      ...(said.file && { file: fileOf(said.file) }),
    });
    // From the row, not the request: said once more under the same id, it is the same event.
    await deps.accept(parse({ ...row, person: person.id }, kindOf(row.chat, person.id)));
    ctx.body = asMessage(row);
  };

  /** What hangs on a message, for who is in its chat. Plain pictures are shown; anything else is to be saved. */
  const file = async (ctx: Context, message: string): Promise<void> => {
    const person = await known(asked(ctx, 'person'));
    const found = await store.fileOn(message);
    if (!found) throw new Refusal(404, 'not-found', '没有这个文件');
    await mustShow(person.id, found.chat);
    const { bytes, name } = found.file;
    const picture = pictureType(bytes.subarray(0, PICTURE_HEAD_BYTES));
    if (!picture) ctx.attachment(name);
    ctx.type = picture ?? 'application/octet-stream';
    ctx.body = bytes;
  };

  const press = async (ctx: Context): Promise<void> => {
    const pressed = await bodyOf(ctx, Pressed);
    await known(pressed.person);
    await deps.accept(parsePress(pressed, clock.now()));
    ctx.body = {};
  };

  const move = async (ctx: Context): Promise<void> => {
    const wanted = await bodyOf(ctx, Move);
    if (!clock.canMove) throw new Refusal(409, 'real-clock', '这里用的是真实时间，不能拨动');
    if (moving) throw new Refusal(409, 'moving', '时间正在往前走，请稍等');
    moving = true;
    try {
      const from = clock.now();
      const { ran } = await clock.advance(destination(wanted, from, calendar, (await clock.next?.())?.at));
      ctx.body = { clock: await clockView(deps), from: from.toISOString(), ran } satisfies MovedView;
    } finally {
      moving = false;
    }
    await Promise.all([...streams].map((stream) => stream.tick()));
  };

  const events = async (ctx: Context): Promise<void> => {
    const person = await known(asked(ctx, 'person'));
    if (streams.size >= MOST_STREAMS) throw new Refusal(503, 'too-many-pages', '打开的页面太多了，请关掉几个再试');
    const shows = shownTo(person.id, await deps.groups());
    const after = resumesAt(ctx) ?? (await store.newest());
    ctx.respond = false;
    ctx.res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
    const stream = openStream({
      response: ctx.res,
      store,
      after,
      shows,
      clock: () => clockView(deps),
      stopping: deps.stopping,
    });
    streams.add(stream);
    ctx.res.on('close', () => streams.delete(stream));
  };

  return { state, ledger, messages, say, file, press, move, events };
}

/** What its name says is a picture is sent as one, as a phone does. */
const fileOf = ({ name, bytes }: { name: string; bytes: string }): SandboxFile => ({
  kind: /\.(?:jpe?g|png|gif|webp|bmp)$/i.test(name) ? 'image' : 'file',
  name,
  bytes: Buffer.from(bytes, 'base64'),
});

function asked(ctx: Context, name: string): string {
  const value = ctx.query[name];
  if (typeof value !== 'string' || value === '') throw new Refusal(400, 'bad-request', `请求里缺少 ${name}`);
  return value;
}

function numberAsked(ctx: Context, name: string): number | undefined {
  const value = Number(ctx.query[name]);
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

/** A browser that comes back says where it was; a page newly opened says it in the address. */
function resumesAt(ctx: Context): number | undefined {
  const last = Number(ctx.get('last-event-id') || ctx.query['after']);
  return Number.isSafeInteger(last) && last >= 0 ? last : undefined;
}
