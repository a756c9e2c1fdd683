export const title = (training: string): string => `${training}反馈`;
export const note = '不记名：谁写的，主办方看不到；满5份才看得到内容。';
export const labels = { overall: '总的感觉', useful: '最有用的', wish: '希望改进的' };
/** Best first. */
export const ratings = ['很有收获', '有收获', '一般', '收获不大'];
