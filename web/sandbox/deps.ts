import type { SandboxStore } from '../../bots/sandbox/store.js';
import type { Calendar } from '../../models/calendar.js';
import type { Duty } from '../../models/duty.js';
import type { InboundEvent } from '../../models/event.js';
import type { Log } from '../../models/log.js';
import type { Status } from '../../models/roll.js';
import type { Assets } from '../assets.js';

export interface SandboxPerson {
  id: string;
  name: string;
  /** As the roster keeps it for sorting; tone digits and spaces may be in it. */
  pinyin: string;
  school: string;
  schoolName: string;
  /** Display names; empty for a teacher without a post. */
  posts: string[];
}

export interface SandboxGroup {
  id: string;
  name: string;
  /** Who is in it; everybody when absent. */
  has?: (person: string) => boolean;
}

/** One roll, as one person may see it. */
export interface LedgerRow {
  duty: string;
  /** 第9周, 10月 … */
  period: string;
  school: string;
  /** In words, e.g. 11月27日 周五 17:00. */
  due: string;
  /** The due time is over. */
  over: boolean;
  /** Absent where the person may see no more than the own state. `handedIn` counts the late ones too. */
  counts?: { owed: number; handedIn: number; late: number; missing: number; leave: number; exempt: number };
  /** Names of those who still owe, where the person may know them. */
  missing?: string[];
  /** How the person stands who looks at it. */
  mine?: Status;
}

export interface LedgerView {
  /** Whose ledger it is: 我的, a school's name, 全县 … */
  title: string;
  /** In the order they are to be shown; rows of one duty and period together. */
  rows: LedgerRow[];
}

export interface SandboxClock {
  now(): Date;
  /** False where the clock is the real one. */
  canMove: boolean;
  /** Goes to an instant, running on the way what falls due, and says what ran, a sentence each. */
  advance(to: Date): Promise<{ ran: string[] }>;
  /** The next instant at which something is to be done, and what, in words. */
  next?(): Promise<{ at: Date; what: string } | undefined>;
}

/** All the sandbox pages need of the program. */
export interface SandboxDeps {
  people(): Promise<SandboxPerson[]>;
  groups(): Promise<SandboxGroup[]>;
  /** Takes an event in for good; what it brings comes through the store. */
  accept(event: InboundEvent): Promise<void>;
  store: SandboxStore;
  ledger(person: string): Promise<LedgerView>;
  clock: SandboxClock;
  calendar: Pick<Calendar, 'zone' | 'at' | 'dayOf' | 'timeOf' | 'kindOf' | 'weekOf'>;
  /** The words of what somebody owes become the suggestions under the input. */
  duties: readonly Pick<Duty, 'name' | 'word' | 'form'>[];
  assets: Assets;
  /** Answer requests that do not come from this machine. */
  forced: boolean;
  /** Ends the open streams when the server stops. */
  stopping: AbortSignal;
  log: Log;
}
