/** The private chat of a person with the bot. An account of the sandbox is the person's roster number. */
export const privateChat = (person: string): string => `p-${person}`;
