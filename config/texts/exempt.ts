export const howTo = (word: string): string => `请写明谁免交什么，例如：免交 张三 ${word} 外出培训。`;
export const howToRevoke = (word: string): string => `请写明取消谁的哪项免交，例如：取消免交 张三 ${word}。`;
export const reasonPlease = (name: string, duty: string): string =>
  `免交要写一句原因，会列在名单旁边，例如：免交 ${name} ${duty} 外出培训。`;
export const granted = (name: string, duty: string, label: string, reason: string): string =>
  `已记下：${name}的${duty}（${label}）免交${reason && `，原因：${reason}`}。不计入应交。取消请发「取消免交 ${name} ${duty}」。`;
export const revoked = (name: string, duty: string, label: string): string =>
  `已取消${name}${duty}（${label}）的免交，恢复应交。`;
export const notExempt = (name: string, duty: string): string => `${name}的${duty}现在没有免交，不用取消。`;
export const nothingOpen = (duty: string): string => `${duty}现在没有在收的，不用免交。`;
export const until = (day: string): string => `到${day}为止`;
export const noSuchDay = (words: string): string =>
  `「到」后面的日期「${words}」没看懂，请写成今天以后的日期，例如：免交 张三 任务 到 12月1日 病休。`;
