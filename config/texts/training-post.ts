import type { Standing, TrainingHead } from '../../models/training.js';
import { called, closesText, placesText, type Reading, timesText } from './training.js';

export const title = ({ title: name }: TrainingHead): string => `培训报名：${name}`;

/** What stands in a group's post, as of now; without names. */
export const body = (training: TrainingHead, standing: Standing, reading: Reading): string =>
  [
    `时间：${timesText(training, reading.calendar)}`,
    `地点：${training.place}`,
    `${placesText(standing, training)}${isTaken(standing) ? `，报名到${closesText(training, reading)}` : ''}${training.approval ? '；报名后由学校审核' : ''}。`,
  ].join('\n');

const isTaken = (standing: Standing): boolean => standing === 'open' || standing === 'full';

/** The whole post in words; where nobody can answer, it says where else. */
export const text = (
  training: TrainingHead,
  standing: Standing,
  { canAnswer, ...reading }: Reading & { canAnswer: boolean },
): string => {
  const { _id } = training;
  const how = canAnswer
    ? `在对象里的老师请私聊我或 @我 发「报名 ${_id}」；发「培训」看还有多少名额。`
    : `在对象里的老师请到能和我说话的地方（飞书、微信或企业微信里的教研助手）发「报名 ${_id}」。`;
  return `${title(training)}（${_id}号）\n${body(training, standing, reading)}${isTaken(standing) ? `\n${how}` : ''}`;
};

export const calledOff = (training: TrainingHead): string => `${called(training)}取消了，报了名的老师不用再去。`;
export const stillRoom = (training: TrainingHead, reading: Reading): string =>
  `${called(training)}还有${Math.max(0, training.places - training.held)}个名额，报名到${closesText(training, reading)}。在对象里的老师请私聊我或 @我 发「报名 ${training._id}」。`;
