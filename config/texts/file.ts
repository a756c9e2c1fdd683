const KINDS = { image: '图片', file: '文件', audio: '语音', video: '视频' };

/** What a file is called: by its name, else by what it is. */
export const fileName = ({ kind, name }: { kind: keyof typeof KINDS; name?: string | undefined }): string =>
  name ?? KINDS[kind];

export const megabytes = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MB`;

const WHY = {
  'too-large': (most: number) => `超过了${megabytes(most)}。请压缩或拆成几个小一点的再发一次`,
  'wrong-type': () => '这种文件收不了。请换成文档、表格、课件、PDF、图片、音视频或压缩包再发一次',
  'no-picture': () => '打开来不是图片。请再发一次原图',
  empty: () => '里面是空的。请再发一次',
  forwarded: () => '在合并转发的消息或卡片里，取不出来。请把文件直接发给我',
  unreachable: () => '没能从聊天里取到。请再发一次',
};

/** What a file belongs to that is not known any more. */
export const somewhere = '材料';
/** A file that did not arrive; what it was sent with did. `word`: what is to be said first where it is sent again. */
export const notKept = (
  what: string,
  file: string,
  why: keyof typeof WHY,
  { mostBytes, word }: { mostBytes: number; word?: string | undefined },
): string =>
  `${what}里的${Object.values(KINDS).includes(file) ? file : `「${file}」`}${WHY[why](mostBytes)}；其他内容已经收好${word === undefined ? '，不用重交' : `。再发前请先说「${word}」`}。`;

const ON_PAGE = {
  'too-large': '太大了，请压缩或拆小一点',
  'wrong-type': '这种文件收不了，请换成文档、表格、课件、PDF、图片、音视频或压缩包',
  'no-picture': '打开来不是图片，请换一张（jpg、png、gif、webp、bmp）',
  empty: '里面是空的，请再选一次',
  'too-much': '这次一共太大，没有放进去，请分几次提交',
  'broken-off': '没有传完，请再选一次',
};

/** A file of a page that was not kept, at its field. */
export const notTaken = ({ name, why }: { name: string; why: keyof typeof ON_PAGE }): string =>
  `「${name}」${ON_PAGE[why]}`;

/** Of what is in already. */
export const noRoom = (names: string[], most: string): string =>
  `${most}，${names.map((name) => `「${name}」`).join('、')}没有放进去，请先拿掉别的`;
export const notEmptied = (label: string): string => `「${label}」不能空着，没有拿掉；请连新的一起提交`;

/** 看: one line a file. */
export interface FileLine {
  name: string;
  bytes?: number;
  link?: string;
  standing: 'kept' | 'waiting' | 'missing';
}

export const sizeText = (bytes: number): string =>
  bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1024 / 1024).toFixed(1).replace(/\.0$/, '')} MB`;

const STANDING = { kept: '', waiting: '，还在取', missing: '，没有收到' };

/** The files of a record, a line each, with links where there are some. */
export function fileLines(files: readonly FileLine[]): string[] {
  if (files.length === 0) return [];
  const lines = files.map(
    ({ name, bytes, link, standing }) =>
      `· ${name}${bytes === undefined ? '' : `（${sizeText(bytes)}）`}${STANDING[standing]}${link ? ` ${link}` : ''}`,
  );
  const hint = files.some(({ link }) => link) ? ['链接30分钟内有效，只给您看，请不要转给别人。'] : [];
  return ['附件：', ...lines, ...hint];
}

/** Beside a file that is sent; in place of it where it cannot be. */
export const handedOver = ({ name, bytes = 0, link }: FileLine, host: string): string =>
  link
    ? `${name}（${sizeText(bytes)}）${link}\n链接30分钟内有效，请不要转给别人。`
    : `${name}（${sizeText(bytes)}）在这里发不了，请找${host}要。`;
export const notHere = ({ name, standing }: FileLine): string =>
  standing === 'waiting' ? `${name}还在取，请过一两分钟再要一次。` : `${name}没有收到，没有能发的。`;

/** What came by itself. */
export const pictures = '图片';
export const files = '文件';
/** `more`: what else it may be for, in sentences. */
export const whatFor = (things: string, word: string, more: readonly string[] = []): string =>
  `${things}收到了，是交哪一项的？请在10分钟内接着发任务的名字${word && `（例如 ${word} …）`}，我把它放进去。${more.join('')}`;
export const forHomework = (homework: string, word: string): string => `交${homework}请发「${word}」。`;
export const forTraining = '发培训资料请发「培训资料 编号」。';
/** The form was asked for just before; what is filled in takes them along. */
export const forForm = (things: string, duty: string): string =>
  `${things}收到了，10分钟内把${duty}填好发来，一起放进去。`;
export const oneMore = '又收到了，和前面的放在一起；10分钟内把任务发来，一起放进去。';
export const full = (duty: string, label: string): string =>
  `${duty}（${label}）能放的附件已经满了，这次的没有放进去。要换请发「修改 栏目：」并附上新文件；放错了的，发「撤回附件」先拿掉。`;

/** 「教案.pdf」、2张图: what has no name is counted. */
export function named(all: readonly { name: string; isPicture: boolean }[]): string {
  const names = all.flatMap(({ name }) => (name ? [`「${name}」`] : []));
  const bare = all.filter(({ name }) => !name);
  const bareImages = bare.filter(({ isPicture }) => isPicture).length;
  const others = bare.length - bareImages;
  return [...names, bareImages > 0 ? `${bareImages}张图` : '', others > 0 ? `${others}个文件` : '']
    .filter(Boolean)
    .join('、');
}
/** `what`: as `named` says it; empty where it is off already. */
export const detached = (duty: string, label: string, what: string, amount: string): string =>
  `已从${duty}（${label}）里拿掉${what || '最近放进去的附件'}${amount && `，现在有${amount}`}。要补请直接再发。`;
/** It waited for what it belongs to, and so do `more` others. */
export const dropped = (what: string, more: number): string =>
  `刚发来的${what}不要了，哪一项也没有放进去。${more > 0 ? `前面的${more}个还在等，10分钟内把任务发来就一起放进去。` : ''}`;
export const nothingToDetach = '没有找到可以拿掉的附件。已通过的不能再改；发「我的」可以看到交过什么。';
export const cannotDetach = (field: string): string =>
  `「${field}」不能空着，没有拿掉。要换请发「修改 ${field}：」并附上新文件，要撤请发「撤回」。`;

/** The page of a link that is no good, or no more. */
export const linkGone = '这个链接打不开了：可能过了时间，也可能材料已经撤回。需要的话，请在聊天里再发一次「看 编号」。';
