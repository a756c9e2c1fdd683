/** The same words stand under another duty already, and may count once only. */
export const sameText = (twin: string): string =>
  `另外，这段文字和已交的${twin}一样，同一篇只计一次，所以这一份先留着、不计入应交。要计入，请发「修改 …」换一篇；不想留，请发「撤回」。`;

/** The end of what was handed in would by itself ask for leave. */
export const leaveInText = ({ said, command }: { said: string; command?: string }): string =>
  `最后的「${said}」当作正文收下了，没有记假。要请假，请${command === undefined ? '单独发一次' : `单独发「${command}」`}。`;

/** It would by itself be handed in as another record. `lines`: how many there are from there on; 0 for less than one. */
export const dutyInText = ({ said, lines, duty }: { said: string; lines: number; duty: { name: string } }): string =>
  `最后的「${said.length > SHOWN ? `${said.slice(0, SHOWN)}…` : said}」${lines > 1 ? `等${lines}行` : ''}当作正文收下了，没有另交${duty.name}。要交，请单独发一次。`;
const SHOWN = 24;

export const taskDone = (who: string, duty: string, label: string, no: string): string =>
  `${who}已交来${duty}（${label}，编号${no}）。看全文请发「看 ${no}」，办好了请发「通过 ${no}」，还要再办请发「退回 ${no} 意见」。`;

/** To whom a record names: what was written for them, once. */
export const namesYou = (who: string, duty: string, no: string): string =>
  `${who}交来的${duty}（编号${no}）写到了您，里面的反馈您可以看：请发「看 ${no}」。不用答复。`;

/** To whom it was handed in for, or who had handed it in, when somebody else does something to it. */
export const doneForYou = (who: string, duty: { name: string; word: string }, label: string): string =>
  `${who}代您交了${duty.name}（${label}）。看内容请发「看 ${duty.word}」，要改、要撤您也可以发「修改 …」「撤回」。`;
/** To who had filled in some of what a school hands in once. */
export const handedInWhatYouBegan = (who: string, duty: { name: string }, label: string, no: string): string =>
  `${who}把您填过的${duty.name}（${label}）交上了。看内容请发「看 ${no}」，要改请发「修改 ${no} 栏目：新内容」。`;
export const editedByAnother = (who: string, duty: { name: string }, label: string, no: string): string =>
  `${who}改了${duty.name}（${label}）。看现在的请发「看 ${no}」，要换回旧版请发「恢复 ${no}」。`;
export const withdrawnByAnother = (who: string, duty: { name: string }, label: string, no: string): string =>
  `${who}撤回了${duty.name}（${label}），内容还留着。要恢复请发「恢复 ${no}」。`;
export const restoredByAnother = (who: string, duty: { name: string }, label: string, no: string): string =>
  `${who}恢复了${duty.name}（${label}）。看内容请发「看 ${no}」。`;
