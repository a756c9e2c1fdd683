import { namesText } from './format.js';

const MOST_NAMED = 5;

/** Where something is posted, by the names of whom the groups stand for. */
export interface PostedWhere {
  groups: { name: string; count: number }[];
  /** `of` has no group of its own: it goes to that of `into`. */
  wider: { of: string; into: string }[];
  /** Schools without any group it goes to. */
  missed: string[];
}

/** 3个群：城区片区、松山小学（2个） */
export function groupsText({ groups }: PostedWhere): string {
  const all = groups.reduce((sum, { count }) => sum + count, 0);
  const names = groups.map(({ name, count }) => (count > 1 ? `${name}（${count}个）` : name));
  return all === 0 ? '0个群' : `${all}个群：${namesText(names, MOST_NAMED, '处')}`;
}

/** What it does not reach as one would think, and how to change that; `again`: the words that post it once more. */
export const notReached = ({ wider, missed }: Omit<PostedWhere, 'groups'>, again: string): string[] => [
  ...wider.map(
    ({ of, into }) => `${of}没有绑定自己的群，发到${into}的群；只想发给${of}，请先在它的群里发「绑定本群 ${of}」。`,
  ),
  ...(missed.length > 0
    ? [
        `${namesText(missed, MOST_NAMED, '所学校')}没有绑定的群，发不到：在${missed.length > 1 ? '各自' : '它'}的群里发「绑定本群 ${missed.length > 1 ? '校名' : missed[0]}」后，再发一次「${again}」就补上，发过的群不重发。`,
      ]
    : []),
];
