/**
 * What this program allows itself in ordinary WeChat. Tencent publishes no number for personal accounts: “no official
 * number” below means a choice of this program's own, on the slow side of what others report. The gateway is a third
 * party's; it freezes, lies, repeats and loses, so every call has a deadline.
 */
export const wechatLimits = {
  /** Between any two sends, the least and the most. No official number; 0.5 s was seen to trip a limit, 1 s was not. */
  gapLeastMs: 2000,
  gapMostMs: 4000,

  /** The same where the next goes into another chat. No official number; WeChatFerry's safe mode waits 3 to 5 s. */
  roomGapLeastMs: 3000,
  roomGapMostMs: 5000,

  /** No official number; half of WeChatFerry's safe mode. */
  sendsPerMinute: 20,

  /** No official number; accounts were limited after a few dozen to a few hundred unasked messages a day. */
  sendsPerDay: 500,

  /** Characters of one message. No official number; what fits on two phone screens. */
  textChars: 900,

  /** How long after they wrote privately a person may be told privately what they did not ask for. Our own choice. */
  afterTheySpokeMs: 15 * 60_000,

  /** How often it is looked whether such a person has spoken, and whether the night is over. Our own choice. */
  heldLookMs: 10 * 60_000,

  /** Wait after the gateway said that it is too much. No official number. */
  gatewayBusyMs: 60_000,

  /** How soon a send is tried again while there is no login. Our own choice. */
  offlineLookMs: 15_000,

  /** An answer older than this is not given any more. A day's pause, and the night after it, lose nothing. Our own choice. */
  staleAfterMs: 36 * 60 * 60_000,

  /** A message older than a day is a replay nobody waits for any more. The same as for Feishu. */
  tooOldMs: 24 * 60 * 60_000,

  /** One call to the gateway. It has no deadlines of its own; below the outbox's lease (30 s), with what else a send does. */
  callTimeoutMs: 10_000,

  /** wechaty itself waits 5 s for a gateway that is not there, and 15 s for one that is frozen. */
  startTimeoutMs: 20_000,
  stopTimeoutMs: 20_000,

  /** How often the gateway is asked for a sign of life, and how long it may take. A dead one is found within 25 s. */
  probeEveryMs: 15_000,
  probeTimeoutMs: 10_000,

  /** Pause before the next try, doubled with every failure, a part of it by chance. */
  reconnectFirstMs: 1000,
  reconnectMostMs: 60_000,

  /** How old the running program's last sign of life may be for `doctor` to believe it: four probes with their timeouts. */
  signFreshMs: 100_000,

  /** How long the bot's own name in a room, and what a room is called, is believed. */
  aliasLivesMs: 10 * 60_000,

  /** How long somebody's WeChat number is believed: it can be changed once a year. Less calls than messages. */
  handleLivesMs: 24 * 60 * 60_000,

  /** Messages that came and are not stored yet; beyond, the oldest are lost, and the log says so. */
  intakeMost: 10_000,

  /** How often a message the gateway cannot load is asked for before it is given up. */
  loadTries: 3,
} as const;

export type WechatLimits = { readonly [name in keyof typeof wechatLimits]: number };
