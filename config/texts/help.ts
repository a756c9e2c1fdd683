import { type Duty, type Post, Right } from '../../models/duty.js';
import { WORD as ONE_BY_ONE } from './dialogue.js';
import { fewNames } from './format.js';
import { ownerRuleText } from './owner-name.js';

type Named = Pick<Duty, 'word' | 'name' | 'form' | 'cadence'>;

export interface Help {
  /** Duties this person owes, or answers for; what they do most often first. */
  own: readonly Named[];
  /** Duties they may hand in besides: in somebody's place, or whenever there is something; in the same order. */
  may: readonly Named[];
  /** What they have to see to: the word to open it by. */
  holds: readonly string[];
  /** How many duties there are. */
  all: number;
  rights: ReadonlySet<Right>;
  /** Whether they may ask who has handed in and who has not. */
  sees: boolean;
  /** Whether they owe something that others read only while they allow it. */
  allows: boolean;
  /** Whether they answer what others hand in; contributions among it. */
  reviews: boolean;
  edits: boolean;
  /** What they may open: issues and events; tasks. */
  opens: boolean;
  assigns: boolean;
}

/** So many duties are told with how to hand them in; of the others the words. */
const MOST_EXPLAINED = 5;
const MOST_NAMED = 6;

/** 帮助 全部: every duty there is. */
export const EVERYTHING = '全部';

const BEGIN = '您可以这样发消息（群里先 @我）：';

/** As many lines as a phone shows, of so many characters. */
const SCREEN = { lines: 32, characters: 20 };

/** What one may do besides for others; told when it is asked for, where all together is longer than a phone shows. */
const FOR_OTHERS = ['替同事', '答复', '办'] as const;
export type HelpPart = (typeof FOR_OTHERS)[number];
export const isHelpPart = (word: string): word is HelpPart => FOR_OTHERS.some((part) => part === word);

/** 帮助, by who asks and what they may do: by what one wants, a line each, no longer than a phone shows. */
export function help(asker: Help): string {
  const parts = FOR_OTHERS.map((part) => ({ part, lines: forOthers(part, asker) })).filter(
    ({ lines }) => lines.length > 0,
  );
  const whole = parts.map(({ part, lines }) => titled(part, lines));
  const named = parts.map(({ part, lines }) => `帮助 ${part} —— ${inShort(lines)}`);
  const folded = named.length > 0 ? [titled('还有', named)] : [];
  const written = (explained: number, more: string[]): string =>
    [
      BEGIN,
      titled('交', handingIn(asker, explained)),
      titled('改', changing(asker)),
      titled('看', looking(asker)),
      titled('请假和提醒', LEAVE_AND_REMINDERS),
      ...more,
    ].join('\n');
  const longestFirst = [written(MOST_EXPLAINED, whole), written(MOST_EXPLAINED, folded), written(3, folded)];
  return longestFirst.find((text) => linesOnPhone(text) <= SCREEN.lines) ?? written(2, folded);
}

/** 帮助 with the name of a part: undefined where the asker may do nothing of it. */
export function helpWith(part: HelpPart, asker: Help): string | undefined {
  const lines = forOthers(part, asker);
  return lines.length > 0 ? `${BEGIN}\n${titled(part, lines)}` : undefined;
}

/** 帮助 请假: the lines of 帮助 that begin with a word, or name it among others; undefined where none does. */
export function helpAbout(word: string, asker: Help): string | undefined {
  const lines = linesFor(asker).filter((line) => wordsIn(line).includes(word));
  return lines.length > 0 ? `${BEGIN}\n${lines.join('\n')}` : undefined;
}

/** The words that are for others: what 帮助 tells those who may do everything, and not this asker. */
export function wordsForOthers(asker: Help): Set<string> {
  const everything = {
    ...asker,
    rights: new Set(Right.options),
    sees: true,
    allows: true,
    reviews: true,
    edits: true,
    opens: true,
    assigns: true,
  };
  const own = linesFor(asker).flatMap(wordsIn);
  return new Set(
    linesFor(everything)
      .flatMap(wordsIn)
      .filter((word) => !own.includes(word)),
  );
}

const linesFor = (asker: Help): string[] => [
  ...changing(asker),
  ...looking(asker),
  ...LEAVE_AND_REMINDERS,
  ...FOR_OTHERS.flatMap((part) => forOthers(part, asker)),
];

/** 通过 编号 意见 / 退回 编号 意见 —— …: 通过, 退回. */
const wordsIn = (line: string): string[] =>
  (line.split(' —— ')[0] ?? '').split(' / ').map((each) => each.split(' ')[0] ?? '');

function forOthers(part: HelpPart, asker: Help): string[] {
  if (part === '替同事') return asker.rights.has('act-for') ? ACTING_FOR : [];
  return part === '答复' ? answering(asker) : running(asker);
}

/** The words some lines begin with: enough to know what a part is about. */
const inShort = (lines: readonly string[]): string =>
  fewNames([...new Set(lines.map((line) => line.split(' ')[0] ?? ''))], 3);

const titled = (title: string, lines: readonly string[]): string => `【${title}】\n${lines.join('\n')}`;

const linesOnPhone = (text: string): number =>
  text.split('\n').reduce((sum, line) => sum + Math.ceil(Array.from(line).length / SCREEN.characters), 0);

/** What comes whenever there is something is told by its word alone. */
const isExpected = ({ cadence }: Named): boolean => cadence.every !== 'occasion' && cadence.every !== 'free';

function handingIn({ own, may, all }: Help, most: number): string[] {
  const duties = [...own, ...may];
  const explained = duties.slice(0, Math.min(most, own.length + may.filter(isExpected).length));
  const others = duties.slice(explained.length);
  const inWords = explained.find(({ form }) => form.style === 'message')?.word ?? '任务';
  const words = fewNames(
    others.map(({ word }) => word),
    MOST_NAMED,
  );
  return [
    ...explained.map(({ word, name, form }) =>
      form.style === 'message' ? `${word} 内容 —— 交${name}，写完直接发` : `${word} —— 交${name}，给您模板`,
    ),
    ...(others.length > 0 ? [`${explained.length > 0 ? '还' : ''}可以交：${words}`] : []),
    ...(explained.some(({ form }) => form.style === 'template') ? [`任务 ${ONE_BY_ONE} —— 我一项一项问您`] : []),
    ...(explained.length > 0 ? [`补交 ${inWords} 内容 —— 补以前没交的`] : []),
    ...(all > MOST_EXPLAINED ? ['帮助 任务 / 帮助 全部 —— 怎么交、有哪些'] : []),
  ];
}

const changing = ({ all }: Help): string[] => [
  '修改 新内容 —— 改刚交的',
  '撤回 / 恢复 / 撤回附件',
  ...(all > MOST_EXPLAINED ? ['转任务 编号 —— 把一份转成另一项'] : []),
  '绑定码 / 解绑旧账号 —— 换账号时用',
];

const looking = ({ sees, allows }: Help): string[] => [
  '我的 —— 要交什么、交过什么',
  '看 编号 / 历史 —— 以前交过的',
  ...(allows ? ['公开 / 不公开 —— 全文给不给学校看'] : []),
  '培训 / 我的学时 / 接龙',
  ...(sees ? ['未交 / 未交 姓名 —— 看谁没交', '名单 任务 已交 / 导出 任务', '全校 —— 看整体情况'] : []),
];

const LEAVE_AND_REMINDERS = [
  '请假 到 周五 / 销假 —— 期间不提醒',
  '代管 姓名 —— 请假期间的事由谁办',
  '稍后 / 稍后 明天 —— 到时再提醒我',
  '提醒 —— 选几时提醒、多少次',
  '已交过了 / 不该我交 —— 提醒得不对',
];

const ACTING_FOR = [
  '代交 姓名 任务 内容 —— 替同事交',
  '请假 姓名 到 周五 —— 替同事请假，几位就一行一位',
  '免交 姓名 任务 原因 —— 这一期不用交',
  '取消免交 姓名 任务',
  '催交 / 催交 姓名 —— 先看再发',
];

const answering = ({ reviews, edits }: Help): string[] => [
  ...(reviews ? ['待审 —— 等我答复的', '通过 编号 意见 / 退回 编号 意见'] : []),
  ...(edits ? ['采用 编号 / 不采用 编号 意见 —— 用稿、评选'] : []),
];

const running = ({ opens, holds, assigns, rights }: Help): string[] => [
  ...(rights.has('run-trainings')
    ? [
        '开培训 —— 从项目或往年起草，先看名单',
        '发布 / 改培训 / 停止报名 / 取消培训 编号',
        '培训资料 编号 —— 发链接、文件给报上的人',
        '签到页 / 结业 编号 —— 大屏幕和点名、发证',
        '作废证书 证书编号 原因 / 补发证书 证书编号',
        '培训覆盖 项目 —— 谁还没训过',
      ]
    : []),
  ...(rights.has('see-county') ? ['催交效果 —— 每一步提醒起了多少作用'] : []),
  ...(opens
    ? [`开启 ${holds[0] ?? '任务'} 到 12月10日 —— 开一期`, '截止 / 延期 / 取消本期 / 出刊 任务 / 收进 编号']
    : []),
  ...(holds.length > 0 ? [`要办的：${holds.join('、')}，开启一期就算一次`] : []),
  ...(assigns ? ['交办 姓名 到 12月5日 内容 —— 请一位老师办一件事'] : []),
  ...(rights.has('bind-groups') || rights.has('run-trainings') ? ['收集 —— 发小表格、接龙到群里，先给您看'] : []),
  ...(rights.has('close-schools') ? ['停课 / 补课 日子 哪里 原因 —— 记进校历'] : []),
  ...(rights.has('operate') ? ['暂停 / 恢复 —— 停下全部发送、再接着发', '暂停 微信 —— 只停一处'] : []),
  ...(rights.has('bind-groups') ? ['绑定本群 学校 —— 在群里发，绑定这个群', '群成员 —— 谁还不在群里'] : []),
];

const EVERY: Record<Duty['cadence']['every'], string> = {
  'teaching-week': '每个教学周',
  month: '每月',
  quarter: '每季度',
  term: '每学期',
  year: '每学年',
  milestone: '按课题进度',
  occasion: '发布时',
  free: '随时，不催',
};

const LISTED_FIELDS = 20;

/** （一般写50字以上，可以带图片、文件） */
function usualLength({ fields: [field] }: Duty['form']): string {
  const least = field?.type === 'long-text' ? field.minLength : undefined;
  return `（${least ? `一般写${least}字以上，` : ''}可以带图片、文件）`;
}

/** 帮助 任务: whose it is, how often, what is asked. `opens`: the word of what is opened, where that is all that is asked. */
export function aboutDuty(duty: Duty, posts: readonly Post[], opens?: string): string {
  const { name, word, owner, cadence, quota, form } = duty;
  const weeks =
    cadence.every === 'teaching-week' && cadence.weeks > 1 ? `每${cadence.weeks}个教学周` : EVERY[cadence.every];
  const nameOf = (post: string): string => posts.find(({ key }) => key === post)?.name ?? post;
  const through = 'post' in owner && owner.post ? `（由${nameOf(owner.post)}${opens ? '办' : '交'}）` : '';
  const who = `${ownerRuleText(duty, posts)}${through}`;
  const many = quota.count > 1 ? `，${quota.count}${opens ? '次' : '份'}` : '';
  const certified = quota.certified ? '，认定后才算' : '';
  const how =
    form.style === 'message'
      ? `写完直接发：${word} 内容${usualLength(form)}`
      : `发「${word}」我给您模板，或发「${word} ${ONE_BY_ONE}」一项一项问您，要填：${form.fields
          .slice(0, LISTED_FIELDS)
          .map(({ label, required }) => (required ? label : `${label}（选填）`))
          .join('、')}`;
  if (opens)
    return `${name}\n谁办：${who}\n多久办一次：${weeks}${many}\n怎么办：开启一期就算一次，例如：开启 ${opens} 到 12月10日`;
  return `${name}\n谁交：${who}\n多久交一次：${weeks}${many}${certified}\n怎么交：${how}`;
}

/** 帮助 全部: every duty's word. */
export const allDuties = (duties: readonly Named[]): string =>
  `现在有${duties.length}项任务，发任务的词就能交，发「帮助 任务」看怎么交：\n${duties.map(({ word }) => word).join('、')}`;

export const didYouMean = (words: string[]): string => `您是想发「${words.join('」或「')}」吗？发「帮助」看全部用法。`;

export const whichWord = '您是想发这个吗？发「帮助」看全部用法。';

/** Courtesies, privately. */
export const greeting = '您好。发「我的」看要交什么，发「帮助」看我能办什么。';
export const welcome = '不客气，有事随时发给我。';
export const allRight = '好的。';

export const howToMend = '改刚交的，请发「修改 新内容」，填表的写明栏目，例如：修改 反思：新内容。拿回来请发「撤回」。';

export const howToExport =
  '台账的表格发「导出 任务」，收集的发「导出收集 编号」；培训的学时表在点名页下载，年度报告请管理员运行 report。';
export const howToAnnounce =
  '往群里发一件事，用收集，一行一样，例如：\n收集 全县教研会\n12月3日下午两点，进修学校二楼\n截止：12月2日 17:00\n先给您看，发「发布收集 编号」才发出，看得到谁接了龙。只给一位老师的事，请发「交办」。';

/** Of a text without a word that says what it is. */
export const whatIsIt = (size: number): string => `这段话（${size}字）还没有记下。要交的话，是哪一项？`;
export const sayWhatItIs = (word: string): string =>
  `这段话还没有记下。要交的话，请在前面写上任务的名字再发一次，例如：${word} ……`;

/** Who can be asked: a colleague who sees to the school's matters, and who looks after the program. */
export const whom = (school: string | undefined, operators: readonly string[]): string =>
  [
    '我是程序，只认这些用法（发「帮助」看）。',
    ...(school ? [`学校的事，请找${school}老师。`] : []),
    ...(operators.length > 0 ? [`账号、收不到消息这些，请找${operators.join('、')}老师。`] : []),
  ].join('');

export const rosterIsKept =
  '老师调动、退休，要在名册里改，我在这里改不了。请告诉维护名册的管理员，发「找谁」看找哪位；名册改好后，就不再提醒了。';
export const notUnderstood = '这句我没看懂。发「帮助」看全部用法，交材料请以任务的名字开头。';

/** Of an entry of the menu that the operator has given no word of ours. */
export const unknownEntry = '这个菜单项还没有对应的用法，请告诉管理员。发「帮助」看我能办什么。';

/** What the bot cannot read, and what to do instead. */
export const unreadable = {
  sticker: '表情我看不懂。发「我的」看要交什么，发「帮助」看全部用法。',
  forward: '合并转发的内容我看不到。请把要交的文字复制出来，写在任务的名字后面发给我；图片和文件请一个一个发。',
  card: '卡片里的内容我看不到。请把要交的文字直接写给我，以任务的名字开头；图片和文件请直接发。',
  other: '这一类消息我看不到内容。请把要交的文字直接写给我，以任务的名字开头；图片和文件请直接发。',
};

export const troubled = '抱歉，刚才这条没能办成，内容已留存，管理员会处理。请稍后发「我的」看看是否已收到。';
