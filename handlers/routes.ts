import type { Models } from '../models/models.js';
import { actFor, handInLate } from './act-for.js';
import { withAfter } from './after-hand-in.js';
import { allow } from './allow.js';
import { answerWith } from './answer.js';
import { assign } from './assign.js';
import { detach } from './attach.js';
import { become } from './become.js';
import { bindAgain, bindGroup } from './bind.js';
import { claim } from './case.js';
import { certify } from './certify.js';
import { changeOccasion } from './change-occasion.js';
import { checkIn } from './check-in.js';
import { callOffCollection, changeCollection, closeCollection, publishCollection, publishLast } from './collection.js';
import { answerCollection } from './collection-answer.js';
import { takesAnswerFiles } from './collection-files.js';
import { collect, exportCollection } from './collection-list.js';
import { withdrawAnswer } from './collection-withdraw.js';
import { decide } from './decide.js';
import { effect } from './effect.js';
import { cancelLeave, endLeave } from './end-leave.js';
import { exempt, revokeExemption } from './exempt.js';
import { exportLedger } from './export.js';
import type { Asked, Handler } from './handler.js';
import { help, whom } from './help.js';
import { history } from './history.js';
import { hostPages } from './hosting.js';
import { coverage, myHours } from './hours.js';
import { later, laterTomorrow } from './later.js';
import { takeLeave } from './leave.js';
import { list, rounds, wholeState } from './lists.js';
import { noteDays, takeDaysBack } from './local-day.js';
import { look } from './look.js';
import { members } from './members.js';
import { mine } from './mine.js';
import { missing } from './missing.js';
import { moveGroup } from './moved-group.js';
import { oneByOne } from './one-by-one.js';
import { open } from './open-occasion.js';
import { confirm, edit, withdraw } from './own.js';
import { ownCode, unbindOthers } from './own-accounts.js';
import { pause, resume } from './pause.js';
import { putIn } from './put-in.js';
import { reissue, reissuing } from './reissue.js';
import { revoke, revoking } from './revoke.js';
import { cancelSignUp, confirmSignUp, readNotice, signUp, substitute } from './sign-up.js';
import { answerSignUp } from './sign-up-approval.js';
import { endStandIn, standIn } from './stand-in.js';
import { draftTraining } from './training.js';
import { listTrainings } from './training-list.js';
import { removeMaterial, takesMaterials, trainingMaterials } from './training-material.js';
import { callOffTraining, changeTraining, closeTraining, publishTraining } from './training-turn.js';
import { urge } from './urge.js';
import { waiting } from './waiting.js';
import { wish } from './wish.js';

export interface Route {
  words: readonly string[];
  /**
   * `alone`: the word is the whole message, so that a sentence beginning with it is not a command; `spaced`: what
   * follows stands apart, so that 历史课… is none; `duty`: alone, or the word of a duty or a record's number follows; `number`: alone, or a number follows, so that 报名表… is none.
   */
  takes: 'words' | 'spaced' | 'alone' | 'duty' | 'number';
  handler: Handler;
  /**
   * It takes a line, and no text: what begins with another word further down is another message; of a `list`, but for
   * what goes on with it.
   */
  brief?: 'line' | 'list';
  /** Only asks the ledger and changes nothing: an operator may ask it for somebody from the command line. */
  asks?: true;
  /** Whether files that come by themselves soon after it go to it, as if they had come with it. */
  files?: (asked: Asked, models: Models) => Promise<boolean>;
}

const LATER = [
  '晚点再说',
  '等会儿',
  '待会儿',
  '等会儿再说',
  '待会儿再说',
  '今晚再说',
  '稍后再说',
  '稍后提醒',
  '稍后提醒我',
  '晚点提醒我',
];

/**
 * What people type, and what it does: read this page to know the product. The first route that matches wins; after
 * these come the duties' own words from the catalogue (周记 …, 月报).
 */
export const routes: readonly Route[] = [
  { words: ['帮助', '使用帮助', 'help', '?'], takes: 'spaced', handler: help, asks: true },
  { words: ['找谁'], takes: 'alone', handler: whom, asks: true },
  { words: ['我的', '我的任务'], takes: 'alone', handler: mine, asks: true },
  { words: ['撤回附件', '拿掉附件'], takes: 'duty', handler: detach },
  { words: ['撤回'], takes: 'duty', handler: withdraw },
  { words: ['暂停'], takes: 'words', handler: pause },
  { words: ['恢复'], takes: 'spaced', handler: withAfter(resume) },
  { words: ['确认'], takes: 'alone', handler: withAfter(confirm) },
  { words: ['确认'], takes: 'number', handler: confirmSignUp },
  { words: ['修改'], takes: 'words', handler: withAfter(edit) },
  { words: ['一问一答'], takes: 'words', handler: withAfter(oneByOne) },
  { words: ['补交'], takes: 'words', handler: withAfter(handInLate) },
  { words: ['代交'], takes: 'words', handler: withAfter(actFor) },
  { words: ['请假'], takes: 'words', handler: takeLeave(), brief: 'list' },
  { words: ['产假'], takes: 'spaced', handler: takeLeave('产假'), brief: 'list' },
  { words: ['病假'], takes: 'spaced', handler: takeLeave('病假'), brief: 'list' },
  { words: ['事假'], takes: 'spaced', handler: takeLeave('事假'), brief: 'list' },
  { words: ['销假', '我回来了'], takes: 'words', handler: endLeave, brief: 'line' },
  { words: ['取消请假', '不请假了', '我不请假了'], takes: 'spaced', handler: cancelLeave, brief: 'line' },
  { words: ['代管', '代课'], takes: 'spaced', handler: standIn, brief: 'line' },
  { words: ['取消代管', '取消代课'], takes: 'spaced', handler: endStandIn, brief: 'line' },
  { words: ['停课'], takes: 'spaced', handler: noteDays('closure'), brief: 'line' },
  { words: ['补课'], takes: 'spaced', handler: noteDays('make-up'), brief: 'line' },
  { words: ['取消停课', '取消补课'], takes: 'number', handler: takeDaysBack, brief: 'line' },
  { words: ['稍后'], takes: 'spaced', handler: later, brief: 'line' },
  { words: LATER, takes: 'alone', handler: later },
  { words: ['明天再说', '明天再提醒', '明天再提醒我'], takes: 'alone', handler: laterTomorrow },
  { words: ['提醒'], takes: 'spaced', handler: wish, brief: 'line' },
  {
    words: ['已交过了', '已经交过了', '已交过', '我交过了'],
    takes: 'words',
    handler: claim('handed-in'),
    brief: 'line',
  },
  {
    words: ['已交', '交了', '都交了', '早交了', '交过了', '我交了', '已经交了'],
    takes: 'alone',
    handler: claim('handed-in'),
  },
  {
    words: ['不该我交', '不归我交', '不用我交', '我不用交'],
    takes: 'words',
    handler: claim('not-mine'),
    brief: 'line',
  },
  { words: ['认可'], takes: 'spaced', handler: decide('granted') },
  { words: ['仍请交'], takes: 'spaced', handler: decide('kept') },
  { words: ['转给'], takes: 'spaced', handler: decide('passed') },
  { words: ['未交', '谁没交'], takes: 'words', handler: missing, asks: true },
  { words: ['名单'], takes: 'spaced', handler: list, asks: true },
  { words: ['全校', '全县'], takes: 'spaced', handler: wholeState, asks: true },
  { words: ['导出'], takes: 'spaced', handler: exportLedger },
  { words: ['走访'], takes: 'alone', handler: rounds, asks: true },
  { words: ['历史'], takes: 'spaced', handler: history, asks: true },
  { words: ['催交效果', '提醒效果'], takes: 'alone', handler: effect, asks: true },
  { words: ['催交'], takes: 'words', handler: urge },
  { words: ['免交'], takes: 'words', handler: exempt },
  { words: ['取消免交'], takes: 'words', handler: revokeExemption },
  { words: ['待审'], takes: 'words', handler: waiting, asks: true },
  { words: ['查看', '看'], takes: 'words', handler: look },
  { words: ['公开'], takes: 'spaced', handler: allow(true) },
  { words: ['不公开', '取消公开'], takes: 'spaced', handler: allow(false) },
  { words: ['通过'], takes: 'words', handler: answerWith('通过') },
  { words: ['退回'], takes: 'words', handler: answerWith('退回') },
  { words: ['采用'], takes: 'words', handler: answerWith('采用') },
  { words: ['不采用'], takes: 'words', handler: answerWith('不采用') },
  { words: ['转'], takes: 'words', handler: withAfter(become) },
  { words: ['开启'], takes: 'words', handler: open },
  { words: ['截止'], takes: 'words', handler: changeOccasion('截止') },
  { words: ['出刊'], takes: 'words', handler: changeOccasion('出刊') },
  { words: ['取消本期'], takes: 'words', handler: changeOccasion('取消本期') },
  { words: ['延期'], takes: 'words', handler: changeOccasion('延期') },
  { words: ['收进'], takes: 'spaced', handler: putIn },
  { words: ['交办'], takes: 'words', handler: assign },
  { words: ['培训'], takes: 'number', handler: listTrainings, asks: true },
  { words: ['报名'], takes: 'number', handler: signUp },
  { words: ['取消报名'], takes: 'number', handler: cancelSignUp },
  { words: ['替换'], takes: 'number', handler: substitute },
  { words: ['知道了'], takes: 'number', handler: readNotice },
  { words: ['同意报名'], takes: 'number', handler: answerSignUp('approve') },
  { words: ['不同意报名'], takes: 'number', handler: answerSignUp('refuse') },
  { words: ['开培训'], takes: 'words', handler: draftTraining },
  { words: ['改培训'], takes: 'number', handler: changeTraining },
  { words: ['发布'], takes: 'alone', handler: publishLast(publishTraining) },
  { words: ['发布培训', '发布'], takes: 'number', handler: publishTraining },
  { words: ['停止报名'], takes: 'number', handler: closeTraining },
  { words: ['取消培训'], takes: 'number', handler: callOffTraining },
  { words: ['签到页'], takes: 'words', handler: hostPages },
  { words: ['签到', '签退'], takes: 'words', handler: checkIn },
  { words: ['结业'], takes: 'words', handler: certify },
  { words: ['作废证书'], takes: 'words', handler: revoking },
  { words: ['确认作废'], takes: 'words', handler: revoke },
  { words: ['补发证书', '重发证书', '重新发证'], takes: 'words', handler: reissuing },
  { words: ['确认补发'], takes: 'words', handler: reissue },
  { words: ['我的学时', '学时'], takes: 'spaced', handler: myHours, asks: true },
  { words: ['培训覆盖'], takes: 'words', handler: coverage, asks: true },
  { words: ['培训资料'], takes: 'number', handler: trainingMaterials, files: takesMaterials },
  { words: ['取消资料', '撤回资料'], takes: 'number', handler: removeMaterial },
  { words: ['接龙'], takes: 'number', handler: answerCollection, files: takesAnswerFiles },
  { words: ['取消接龙'], takes: 'number', handler: withdrawAnswer },
  { words: ['收集'], takes: 'spaced', handler: collect },
  { words: ['收集'], takes: 'number', handler: collect },
  { words: ['发布收集'], takes: 'number', handler: publishCollection },
  { words: ['改收集'], takes: 'number', handler: changeCollection },
  { words: ['停止收集'], takes: 'number', handler: closeCollection },
  { words: ['取消收集'], takes: 'number', handler: callOffCollection },
  { words: ['导出收集'], takes: 'number', handler: exportCollection },
  { words: ['群成员', '本群成员'], takes: 'alone', handler: members },
  { words: ['绑定本群'], takes: 'words', handler: bindGroup },
  { words: ['换群'], takes: 'spaced', handler: moveGroup },
  { words: ['绑定码'], takes: 'spaced', handler: ownCode },
  { words: ['解绑旧账号'], takes: 'alone', handler: unbindOthers },
  { words: ['绑定'], takes: 'words', handler: bindAgain },
];

/** Words no duty of a catalogue may take. */
export const commandWords: readonly string[] = routes.flatMap(({ words }) => words);
