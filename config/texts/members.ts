import { namesText } from './format.js';

export const groupFirst = '这里还没有绑定的群。请先在群里 @我 发「绑定本群 学校」，再发「群成员」。';
export const mayNotAsk = '群成员由学校校长、教科室主任或协调员核对。';
export const asking = '我去核对本群成员，马上私下告诉您。';
export const askingPrivately = (groups: number): string =>
  groups > 1 ? `我去核对这${groups}个群的成员，马上告诉您。` : '我去核对群成员，马上告诉您。';

export const notBound = '这个群没有绑定，或者我已不在群里，没法核对成员。';
export const cannotSee = '平台没有告诉我这个群的成员，没法核对。管理员运行 doctor 可以看到少开了什么权限。';

/** No permission would help there. */
export const cannotList = (platform: string): string =>
  `这个群没法核对成员：我在${platform}里看不到群里有谁，不是少开了权限。请直接在群里看名单。`;

interface Counts {
  /** As of when the platform told. */
  at: string;
  name: string;
  /** Accounts in the group nobody is known by. */
  unknown: number;
}

const unknownText = (unknown: number): string =>
  unknown > 0 ? `群里另有${unknown}个账号没有绑定，不知道是谁。请他们私聊我发「绑定 绑定码」。` : '';

interface OfSchool extends Counts {
  staff: number;
  here: number;
  /** People of the roster from elsewhere. */
  others: number;
  missing: string[];
  unbound: string[];
}

/** The group of a school, told privately. */
export const ofSchool = ({ at, name, staff, here, others, unknown, missing, unbound }: OfSchool): string =>
  [
    `【${name}的群】截至${at}，本校${staff}人，认得出在群里的有${here}人${others > 0 ? `，另有外校的${others}人` : ''}。`,
    missing.length > 0 ? `不在群里：${namesText(missing, MOST_NAMED, '人')}。` : '',
    unbound.length > 0 ? `还没绑定账号，在不在群里看不出：${namesText(unbound, MOST_NAMED, '人')}。` : '',
    unknownText(unknown),
  ]
    .filter(Boolean)
    .join('\n');

const MOST_NAMED = 60;

/** The group of a cluster, or of the county. */
export const ofMany = ({ at, name, people, schools, unknown }: Counts & { people: number; schools: number }): string =>
  [`【${name}的群】截至${at}，认得出的有${schools}所学校的${people}人。`, unknownText(unknown)]
    .filter(Boolean)
    .join('\n');
