import { describe, expect, test } from '@jest/globals';
import { leaveInSentence } from '../../handlers/leave-sentence.js';
import { match } from '../../handlers/router.js';
import { commandWords, routes } from '../../handlers/routes.js';
import { askedInWords, isOfRoster, straightened } from '../../handlers/spoken.js';
import { wholeCatalogue } from '../support/catalogues.js';
import { day } from '../support/people.js';

const { duties } = wholeCatalogue();
const FRIDAY = day('2026-11-27');

describe('a question in words of one’s own', () => {
  test.each([
    ['我要交什么', '我的'],
    ['我交了吗？', '我的'],
    ['这周的周记交了没', '我的'],
    ['你好，请问周记什么时候截止？', '我的'],
    ['还有谁没交', '未交'],
    ['哪些老师没交周记', '未交 周记'],
    ['周记要写多少字', '帮助 周记'],
    ['怎么请假', '帮助 请假'],
    ['怎么改周记', '帮助 修改'],
    ['你能干什么', '帮助'],
    ['我的周记', '看 周记'],
    ['我上周写的在哪', '历史'],
    ['不要再提醒我了', '提醒'],
    ['换手机了怎么办', '帮助 绑定码'],
    ['有问题找谁', '找谁'],
    ['小结', '全校'],
    ['周记交了多少', '未交 周记'],
    ['周记交得怎么样了', '未交 周记'],
    ['多少人交了周记', '未交 周记'],
    ['在哪里写周记', '帮助 周记'],
    ['月报发给谁', '帮助 月报'],
  ])('%s asks for %s', (text, command) => {
    expect(askedInWords(text, duties, commandWords)).toBe(command);
    expect(match(command, duties)).toBeDefined();
  });

  test.each([
    '今天天气怎么样',
    '今天第三节课学生没交作业',
    '韩艳交了吗',
    '作业没交',
    '我的周记还没写完呢老师',
    '写周记真烦',
    '今天评讲单元卷，第12题错得最多，我没有直接讲，请三个孩子上来讲，怎么讲都行。',
  ])('%s asks nothing', (text) => expect(askedInWords(text, duties, commandWords)).toBeUndefined());

  test('what stands at once behind the word of a message asks about it; what stands apart is the message', () => {
    const commandOf = (text: string) => {
      const found = match(text, duties);
      return [routes.find(({ handler }) => handler === found?.handler)?.words[0], found?.args];
    };
    expect(commandOf('周记交了没')).toEqual(['我的', '']);
    expect(commandOf('周记谁没交')).toEqual(['未交', '周记']);
    expect(commandOf('周记可以发语音吗')).toEqual(['帮助', '周记']);
    for (const asks of ['写在哪里', '发给谁', '还用写吗？', '谁会看', '咋写', '小红交了没', ' 写在哪里'])
      expect(commandOf(`周记${asks}`)).toEqual(['帮助', '周记']);
    expect(commandOf('周记交了多少')).toEqual(['未交', '周记']);
    for (const writes of ['谁都没想到他会站起来，这节课我学到了很多', '几个孩子今天哭了', '写的是同一个题目'])
      expect(commandOf(`周记${writes}`)).toEqual([undefined, writes]);
    expect(commandOf('周记 谁也没想到')).toEqual([undefined, '谁也没想到']);
    expect(commandOf('周记。')).toEqual([undefined, '']);
    expect(commandOf('周记 今天的课他们听懂了吗')).toEqual([undefined, '今天的课他们听懂了吗']);
    expect(commandOf('周记今天的课他们听懂了吗')).toEqual([undefined, '今天的课他们听懂了吗']);
  });
});

test.each([
  ['韩艳老师调走了', true],
  ['王静调到二小学了', true],
  ['罗玉芬上个月退休了', true],
  ['教研会调到周五了', false],
  ['明天慰问退休教师', false],
])('%s tells of the roster: %s', (text, is) => expect(isOfRoster(text)).toBe(is));

describe('what is handed in under its word, with more before it', () => {
  test.each([
    ['交周记 今天评讲', '周记 今天评讲'],
    ['我要提交周记：今天评讲', '周记 ：今天评讲'],
    ['本周周记，今天评讲', '周记 本周 ，今天评讲'],
    ['我要交这周的周记 今天评讲', '周记 本周 今天评讲'],
    ['我要提交本月的月报', '月报'],
    ['我要交月报', '月报'],
    ['第13周的周记 今天评讲', '周记 第13周 今天评讲'],
    ['周 记 今天评讲', '周记 今天评讲'],
    ['研 讨 课', '研讨课'],
  ])('%s', (text, straight) => expect(straightened(text, duties)?.replace(/ +/g, ' ')).toBe(straight));

  test.each(['写周记真烦', '本周周记写得不错', '今天交论文的学生少', '我 在 路上'])('%s is no hand-in', (text) => {
    const straight = straightened(text, duties);
    expect(straight === undefined ? undefined : match(straight, duties)).toBeUndefined();
  });
});

describe('leave in a sentence', () => {
  test.each([
    ['我明天要请假，孩子发烧了', '请假 11月28日 孩子发烧了'],
    ['我请三天假', '请假 11月27日到11月29日'],
    ['孩子病了，我明天上午请个假', '请假 11月28日 孩子病了'],
    ['韩艳请假到下周三', '请假 韩艳 11月27日到12月2日'],
    ['韩艳老师从下周一到下周三请假 培训', '请假 韩艳 11月30日到12月2日 培训'],
    ['明天请病假', '请假 11月28日 病假'],
    ['我12.3-12.5要请假', '请假 12月3日到12月5日'],
    ['十二月四号请假', '请假 12月4日'],
    ['下周3请假，孩子发烧38.5', '请假 12月2日 孩子发烧38.5'],
    ['孩子发烧38.5，明天请假', '请假 11月28日 孩子发烧38.5'],
    ['韩艳和王静明天请假', '请假 韩艳、王静 11月28日'],
    ['王静老师、韩艳老师下周三请假，外出培训', '请假 王静、韩艳 12月2日 外出培训'],
    ['王静怡跟韩艳请三天病假', '请假 王静怡、韩艳 11月27日到11月29日 病假'],
    ['李和平明天请假', '请假 李和平 11月28日'],
    ['李和平和王静明天请假', '请假 李和平、王静 11月28日'],
    ['王静明天请假', '请假 王静 11月28日'],
    ['我明天请假，由王静怡老师代课', '请假 11月28日 由王静怡老师代课'],
    ['请病假到下周三 周记晚点交', '请假 11月27日到12月2日 病假'],
    ['请病假到下周三，周记过几天晚点再交', '请假 11月27日到12月2日 病假'],
    ['我明后天请假', '请假 11月28日到11月29日'],
    ['明天后天请两天假', '请假 11月28日到11月29日'],
    ['韩艳明天请假，王静代课', '请假 韩艳 11月28日 王静代课'],
  ])('%s', (text, command) => {
    expect(leaveInSentence(text, ['韩艳', '王静', '王静怡', '李和平'], FRIDAY)?.command).toBe(command);
  });

  test('without a day, or with one that is not told, it is asked until when', () => {
    for (const text of ['我想请假', '下周请两天假', '这周3天病假', '请假，血糖112.3'])
      expect(leaveInSentence(text, ['韩艳'], FRIDAY)).toEqual({});
    expect(leaveInSentence('韩艳想请假', ['韩艳'], FRIDAY)).toEqual({ name: '韩艳' });
    expect(leaveInSentence('韩艳、王静想请假', ['韩艳', '王静'], FRIDAY)).toEqual({ name: '韩艳、王静' });
    expect(leaveInSentence('暑假作业不多', ['韩艳'], FRIDAY)).toBeUndefined();
  });
});
