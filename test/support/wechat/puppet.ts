import { Readable } from 'node:stream';
import { FileBox, type FileBoxInterface } from 'file-box';
import { Puppet, payloads, types } from 'wechaty-puppet';

/** What somebody writes, as a script says it. */
export interface Written {
  id: string;
  from: string;
  text?: string;
  room?: string;
  to?: string;
  mentions?: string[];
  type?: types.Message;
  filename?: string;
  /** What hangs on it, and how it is handed out. */
  file?: Buffer;
  manner?: Manner;
  at: Date;
}

/** How a file is handed out: whole; with nothing in it; never; with an error; not any more; at an address of the gateway's. */
export type Manner = 'whole' | 'empty' | 'hangs' | 'fails' | 'gone' | { address: string };

/** How the next send ends, when not well. */
type Fault = 'lost-answer' | 'refuses';

export interface Sent {
  to: string;
  text: string;
  mentions: string[];
  /** The picture or file it is; then it has no text. */
  file?: { name: string; bytes: Buffer };
}

/** A puppet that does what a test says: the WeChat behind a gateway. */
export class ScriptedPuppet extends Puppet {
  static override readonly VERSION = '0.0.0';
  readonly sentList: Sent[] = [];
  readonly refused = new Set<string>();
  readonly nextFaults: Fault[] = [];
  /** Answers neither probes nor calls. */
  isFrozen = false;
  takesNoFiles = false;
  /** How often somebody's particulars were asked for. */
  contactsAsked = 0;
  /** Somebody's WeChat number, and their name where they have changed it. */
  readonly handles = new Map<string, string>();
  readonly renamed = new Map<string, string>();
  readonly #topics = new Map<string, string>();
  /** How long a message takes to load, in milliseconds. */
  readonly slow = new Map<string, number>();
  /** The bot's name in rooms. */
  roomAlias = '';
  readonly #messages = new Map<string, Written>();

  override name = () => 'scripted';
  override version = () => '0.0.0';
  override async onStart(): Promise<void> {}
  override async onStop(): Promise<void> {}

  override ding(data?: string): void {
    if (!this.isFrozen) this.emit('dong', { data: data ?? '' });
  }

  /** Somebody writes; the same id again is the same message told twice. */
  write(message: Written): void {
    this.#messages.set(message.id, message);
    this.emit('message', { messageId: message.id });
  }

  /** Somebody takes a message back; the recall is a message of its own, whose text is the id of the other. */
  recall(id: string, from: string, room?: string): void {
    this.write({
      id: `recall-${id}`,
      from,
      text: id,
      type: types.Message.Recalled,
      at: new Date(),
      ...(room && { room }),
    });
  }

  /** Calls a room so, from now on. */
  nameRoom(room: string, topic: string): void {
    this.#topics.set(room, topic);
    this.cache.room?.delete(room);
  }

  /** Hands a file out in another way from now on. */
  handsOut(id: string, manner: Manner): void {
    const found = this.#messages.get(id);
    if (found) found.manner = manner;
  }

  override async messageFile(id: string): Promise<FileBoxInterface> {
    const { file = Buffer.alloc(0), manner = 'whole', filename = 'image.png' } = await this.messageRawPayload(id);
    if (manner === 'hangs') await new Promise(() => {});
    if (manner === 'fails') throw new Error('the file is not there yet');
    if (manner === 'gone') throw Object.assign(new Error('expired'), { code: 5 });
    if (typeof manner === 'object') return FileBox.fromUrl(manner.address, { name: filename });
    // What is empty has no text in Base64, which a file box takes for none at all.
    if (manner === 'empty') return FileBox.fromStream(Readable.from([]), filename);
    return FileBox.fromBase64(file.toString('base64'), filename);
  }

  /** Tells of a message that nobody can load. */
  tellLost(id: string): void {
    this.emit('message', { messageId: id });
  }

  override async messageRawPayload(id: string): Promise<Written> {
    await this.#thaw();
    await new Promise((resolve) => setTimeout(resolve, this.slow.get(id) ?? 0));
    const found = this.#messages.get(id);
    if (!found) throw new Error(`no message ${id}`);
    return found;
  }

  override async messageRawPayloadParser(raw: Written): Promise<payloads.Message> {
    const { id, from, text = '', room, to = 'wxid_bot', mentions = [], filename, at } = raw;
    return {
      id,
      talkerId: from,
      text,
      type: raw.type ?? types.Message.Text,
      timestamp: at.getTime(),
      mentionIdList: mentions,
      ...(room ? { roomId: room } : { listenerId: to }),
      ...(filename && { filename }),
    };
  }

  override async messageSendText(to: string, text: string, mentions: string[] = []): Promise<string> {
    return this.#send({ to, text, mentions });
  }

  override async messageSendFile(to: string, file: FileBoxInterface): Promise<string> {
    const bytes = await file.toBuffer();
    if (this.takesNoFiles) throw new Error('files are not supported');
    return this.#send({ to, text: '', mentions: [], file: { name: file.name, bytes } });
  }

  async #send(sent: Sent): Promise<string> {
    await this.#thaw();
    const fault = this.nextFaults.shift();
    if (fault === 'refuses' || this.refused.has(sent.to)) throw new Error('not a friend');
    this.sentList.push(sent);
    if (fault === 'lost-answer') await new Promise(() => {});
    return `sent-${this.sentList.length}`;
  }

  override async contactRawPayload(id: string): Promise<{ id: string }> {
    this.contactsAsked += 1;
    return { id };
  }

  override async contactRawPayloadParser({ id }: { id: string }): Promise<payloads.Contact> {
    const name = this.renamed.get(id) ?? (id === 'wxid_bot' ? '教研助手' : `名字${id}`);
    const handle = this.handles.get(id);
    return {
      id,
      ...(handle !== undefined && { handle }),
      name,
      avatar: '',
      gender: types.ContactGender.Unknown,
      type: types.Contact.Individual,
      phone: [],
    };
  }

  override async contactList(): Promise<string[]> {
    return [];
  }
  override async roomList(): Promise<string[]> {
    return [];
  }
  override async roomRawPayload(id: string): Promise<{ id: string }> {
    return { id };
  }
  override async roomRawPayloadParser({ id }: { id: string }): Promise<payloads.Room> {
    return { id, topic: this.#topics.get(id) ?? '', memberIdList: [], adminIdList: [] };
  }
  override async roomMemberRawPayload(_room: string, id: string): Promise<{ id: string }> {
    return { id };
  }
  override async roomMemberRawPayloadParser({ id }: { id: string }): Promise<payloads.RoomMember> {
    const { name } = await this.contactRawPayloadParser({ id });
    return { id, name, avatar: '', roomAlias: id === 'wxid_bot' ? this.roomAlias : '' };
  }

  async #thaw(): Promise<void> {
    while (this.isFrozen) await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
