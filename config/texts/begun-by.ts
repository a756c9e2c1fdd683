/** Who began a draft, and on which day; a group is told no name. */
export interface Begun {
  name?: string;
  day: string;
}

const who = ({ name }: Begun): string => name ?? '一位同事';

/** Above the form of a school, which those who answer for it fill in together. */
export const goOn = (by: Begun): string =>
  `（${who(by)}${by.day}开始填的草稿，已填的在下面，接着填就行；交上了会告诉${who(by)}。）`;

/** Above a form of which one is enough, while a colleague writes theirs. */
export const writeAnother = (by: Begun): string =>
  `（${who(by)}${by.day}起草的一份还没有交，这一期有一份就够。您另写一份也可以，那一份照旧。）`;

/** `changed`: what of it was filled in before, and is something else now. */
export const joined = (by: Begun, changed: string[]): string =>
  `这份草稿是${who(by)}${by.day}开始填的，您填的接在一起了${changed.length > 0 ? `，其中改了：${changed.join('、')}` : ''}。`;

/** Instead of handing it in at once. */
export const whetherAnother = (duty: { name: string }, label: string, by: Begun): string =>
  `${duty.name}（${label}）先替您存为草稿：${another(by)}您这一份也要交，请发「确认」；不交了请发「撤回」。两份互不影响。`;

export const another = (by: Begun): string => `${who(by)}${by.day}起草的一份还没有交，这一期有一份就够。`;
