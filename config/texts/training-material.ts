import type { TrainingHead } from '../../models/training.js';
import { called } from './training.js';

export const noFiles = '文件请先放到云文档或网盘，把链接发给我：培训资料 3 链接。';
export const howTo = (no: number, most: number): string =>
  `请把链接或要说的写在后面，${most}个字以内，例如：培训资料 ${no} https://…`;
export const notHeld = (training: TrainingHead): string => `${called(training)}还没有发布或已经取消，没有人可发。`;
export const added = (training: TrainingHead, count: number): string =>
  `已加上${called(training)}的资料，私下发给报上的${count}人；以后报上的发「培训 ${training._id}」也看得到。`;
export const told = (training: TrainingHead, text: string): string => `${called(training)}的资料：\n${text}`;
export const materials = (all: string[]): string => `资料：\n${all.map((each) => `· ${each}`).join('\n')}`;
export const toFillIn = (all: string[], isHost: boolean): string =>
  `要填的：${all.join('、')}。${isHost ? '看结果请发「收集 编号」' : '请发「接龙 编号」'}。`;
