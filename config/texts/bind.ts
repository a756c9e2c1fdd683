export const howToBind =
  '您好，我是县里的教研助手。我还不认识您的账号，请向学校教科室要一个绑定码，私聊我发「绑定 您的绑定码」，之后就可以直接发消息交材料了。';

export const askCode = '请把绑定码写在后面，例如：绑定 ABCD-EFGH。没有绑定码请向学校教科室要。';
export const bound = (name: string, school: string): string =>
  `绑定成功：${school} ${name}。发「我的」看要交什么，发「帮助」看怎么用。如果不是您本人，请联系学校教科室。`;
export const others = (platform: string, count: number): string =>
  `您在${platform}还绑着${count}个账号；不再用的话，在现在这个账号里发「解绑旧账号」。`;
export const othersEnded = (platform: string, count: number): string =>
  `您在${platform}的另外${count}个账号已解绑，以后只认现在这个。要再用旧账号，请用新的绑定码绑定。`;
export const noOthers = (platform: string): string => `您在${platform}只绑着现在这个账号，没有别的要解绑。`;
export const ownCode = (code: string): string =>
  `您的绑定码：${code}。换了账号、微信号，或要在别的平台用，在新账号里私聊我发「绑定 ${code}」。14天有效，只能用一次，请不要给别人；以前的码作废。`;
export const codeOfOthers =
  '「绑定码」只给您自己的。别的老师要，请他在还能用的账号里私聊我发「绑定码」；都不能用了，请管理员运行 bind-codes。';
export const codePrivately = '绑定码是您个人的，请私聊我发「绑定码」。';
export const wrong = (left: number): string =>
  left > 0 ? `这个绑定码不对，请核对后再发，还可以试${left}次。` : '这个绑定码不对。为了安全，请过一小时再试。';
export const expired = '这个绑定码已用过或已过期，请向学校教科室要一个新的。';
export const wait = (until: string): string => `试错次数较多，为了安全请在${until}之后再试。`;
export const onlyPrivately = '绑定码是您个人的，请私聊我发送，不要发在群里。这次的码我没有使用，如已泄露请换一个新的。';
export const already = (name: string, school: string): string => `您已绑定为${school} ${name}，不用再绑。`;

export const groupOnly = '这句话要在群里发，我才知道绑定哪个群。';
export const groupBound = (scope: string): string =>
  `本群已绑定为「${scope}」的群。群里的提醒只报数字，不点名。要换绑再发一次即可。`;
export const webhookBound = (group: string, scope: string): string =>
  `群「${group}」已绑定为「${scope}」的群，从下一次提醒起，每天最多一句，只报数字，不点名。换绑再运行一次；不用了，从 WECOM_GROUP_WEBHOOKS 里去掉它，重启。`;
/** Of one name and another id: a question, with a code for each answer; nothing is moved by itself. */
export const whetherMoved = (name: string, all: { scope: string; code: string }[]): string => {
  const [only] = all;
  const which =
    all.length === 1 && only
      ? `绑定为「${only.scope}」的群也叫「${name}」。本群要是就是它、只是编号换了，请 @我 发「换群 ${only.code}」`
      : `这几个绑定过的群也叫「${name}」。本群要是其中一个、只是编号换了，请 @我 发：\n${all.map(({ scope, code }) => `换群 ${code} —— 「${scope}」的群`).join('\n')}\n发过`;
  return `${which}，绑定就接过来，原来的编号停用；不是的话不用管，只问这一次。`;
};
export const groupMoved = (scope: string): string =>
  `好的，本群接过了「${scope}」的群的绑定，原来的编号停用了。弄错了，请在原来的群里再发一次「绑定本群 ${scope}」。`;
export const noSuchMove = '没有可以接过来的群：请核对「换群」后面的四位码。要绑定本群，请发「绑定本群 学校」。';
export const mayNotBindGroup = '绑定群由学校校长、教科室主任或协调员操作。';
export const mayNotBindThat = (own: string): string => `您可以把本群绑定到${own}；绑定其他学校、片区或全县请找协调员。`;
export const groupHow = '请写明绑定到哪里，例如：绑定本群 学校；绑定本群 第一小学；绑定本群 城区片区；绑定本群 全县。';
export const noSuchPlace = (text: string): string => `没有找到叫「${text}」的学校或片区，请写全名。`;
export const countyName = '全县';
export const greetAgain = (scope: string): string =>
  `大家好，我回来了。本群以前绑定为「${scope}」的群，我离开后就停了；要恢复，请校长、教科室主任或协调员 @我 发「绑定本群 ${scope}」。`;
export const greetGroup =
  '大家好，我是教研助手。@我 发「帮助」看用法。请校长、教科室主任或协调员 @我 发「绑定本群 学校」，完成本群绑定。';
