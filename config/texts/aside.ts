/** In a group, in place of what is said of a colleague. */
export const sentAside = '收到，结果已私下发给您。';
