/** What this program keeps of what people send. A platform may allow less: see the file named after it. */
export const fileLimits = {
  /**
   * One file. Feishu hands out at most 100 MB (reference/im-v1/message-resource/get); half of it holds slides full of
   * pictures and a scanned dossier, and keeps a county's database to what its backup can carry. This program's choice.
   */
  mostBytes: 50 * 1024 * 1024,

  /** A file that has not come whole by then is tried again: 50 MB over 8 Mbit/s take 52 s. Shorter than a row's lease. */
  withinMs: 90_000,

  /** Fetched at the same time: each holds little memory, but a school's line is one. */
  atOnce: 3,

  /** Endings of what is handed in: documents, pictures, sound and film, archives of them. What runs is not among them. */
  endings: new Set(
    [
      'doc docx wps wpt rtf txt md pdf ofd xls xlsx et csv ppt pptx dps pps ppsx xmind',
      'jpg jpeg png gif webp bmp heic heif tif tiff',
      'mp3 m4a wav amr opus ogg aac mp4 mov m4v avi wmv mkv webm',
      'zip rar 7z',
    ].flatMap((each) => each.split(' ')),
  ),
  /** Of pages, where files come from a browser. This program's choices. */
  uploads: {
    /** Two of the largest at once; more come in several sendings. Node itself ends a request after five minutes. */
    mostBytesTogether: 100 * 1024 * 1024,

    /** A phone that changes from one net to another is silent for some seconds; half a minute is none that will go on. */
    idleMs: 30_000,

    /** Each holds a few pieces of 255 kB: together some 16 MB. */
    atOnce: 32,

    /** A double tap, and one more in another tab. */
    atOncePerLink: 3,
  },
} as const;
