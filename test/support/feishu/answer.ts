/** What the stand-in answers to one request. */
export interface Answer {
  status: number;
  /** JSON, or a page. */
  body: { code: number; msg: string; data?: object } | string;
  headers?: Record<string, string>;
}

export const refused = (code: number, msg: string, status = 400): Answer => ({ status, body: { code, msg } });

export const accepted = (message_id: string): Answer => ({
  status: 200,
  body: { code: 0, msg: 'success', data: { message_id } },
});

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
