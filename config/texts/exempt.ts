export const howTo = (word: string): string => `请写明谁免交什么，例如：免交 张三 ${word} 外出培训。`;
export const howToRevoke = (word: string): string => `请写明取消谁的哪项免交，例如：取消免交 张三 ${word}。`;
export const reasonPlease = (name: string, duty: string): string =>
  `免交要写一句原因，会列在名单旁边，例如：免交 ${name} ${duty} 外出培训。`;
/** Whose exemption it is, of what. `label`: 第9周, 到11月13日为止. */
interface ExemptText {
  name: string;
  /** Of the duty. */
  word: string;
  label: string;
  /** Whether its person, who is another than who speaks, hears of it. */
  tells: boolean;
}

const tellsThem = ({ tells }: ExemptText): string => (tells ? '，会告诉本人' : '');

export const granted = (about: ExemptText, reason: string): string =>
  `已记下：${about.name}的${about.word}（${about.label}）免交，原因：${reason}。不计入应交${tellsThem(about)}。取消请发「取消免交 ${about.name} ${about.word}」。`;
/** `again`: the periods that are owed again, where it held for several. */
export const revoked = (about: ExemptText, again = ''): string =>
  `已取消${about.name}${about.word}（${about.label}）的免交，${again}恢复应交${tellsThem(about)}。`;

/** To whom it was granted. `title`: 教育周记（第9周） */
export const grantedForYou = (by: string, title: string, reason: string): string =>
  `${by}已替您记下：${title}免交，原因：${reason}。不用交，也不会再提醒。不是这样请和${by}说一声。`;
/** What is owed again. `periods`: which, where there may be several; `due`: until when, absent where that is over. */
export interface OwedAgain {
  periods: string;
  due?: string;
}
const please = ({ periods, due }: OwedAgain): string =>
  `${periods}${due === undefined ? '还请您补交' : `还请您在${due}前交`}`;
/** To whom it was taken back. */
export const revokedForYou = (by: string, title: string, owed: readonly OwedAgain[]): string =>
  `${by}已取消您${title}的免交，${owed.map(please).join('，')}。有疑问请和${by}说一声。`;
/** The same, where nothing is owed all the same; of several periods, by now. */
export const revokedOwingNothing = (by: string, title: string, isSpan: boolean): string =>
  `${by}已取消您${title}的免交；这一项您现在不欠，${isSpan ? '以后各期照常交' : '不用做什么'}。`;
export const notExempt = (name: string, duty: string): string => `${name}的${duty}现在没有免交，不用取消。`;
export const nothingOpen = (duty: string): string => `${duty}现在没有在收的，不用免交。`;
export const notOpen = (duty: string, label: string): string =>
  `${duty}现在没有「${label}」在收，请核对是哪一期；不写哪一期，就是正在收的这一期。`;
export const noSuchDay = (words: string): string =>
  `「到」后面的日期「${words}」没看懂，请写成今天以后的日期，例如：免交 张三 任务 到 12月1日 病休。`;
