/** `since`: 10月30日 15:40 */
export const away = (platform: string, since: string): string =>
  `${platform}从${since}起连不上：收不到消息，也发不出去，要发的先排着。请在服务器上运行「jiaoyan doctor」看原因和办法；恢复了会告诉您。`;
export const back = (platform: string): string => `${platform}已经恢复，排着的正在发，过时的不再发。`;
