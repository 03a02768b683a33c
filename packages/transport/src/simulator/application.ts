/**
 * The application that runs over the simulated protocol: questions with an idempotency key, news in a numbered log, and
 * the way to catch up with the log. Its messages are made of 32-bit words; the first is a number that no schema has.
 */
export type AppMessage =
  /** Do what `key` stands for, once, in `workMs`, and answer with so many bytes. */
  | {
      readonly kind: 'ask'
      readonly client: number
      readonly life: number
      readonly key: number
      readonly workMs: number
      readonly bytes: number
    }
  | { readonly kind: 'answer'; readonly client: number; readonly key: number }
  /** What is in the log after `from`? */
  | { readonly kind: 'difference'; readonly client: number; readonly life: number; readonly from: number }
  | { readonly kind: 'events'; readonly client: number; readonly from: number; readonly upTo: number }
  /** Event `pts` of the log; number `count` of the pushes of the server's session `session`. */
  | NewsMessage
  /** Pushes were given up: ask for the difference. */
  | {
      readonly kind: 'tooLong'
      readonly client: number
      readonly pts: number
      readonly session: number
      readonly count: number
    }

export interface NewsMessage {
  readonly kind: 'news'
  readonly client: number
  readonly pts: number
  readonly session: number
  readonly count: number
}

const KINDS = ['ask', 'answer', 'difference', 'events', 'news', 'tooLong'] as const
const FIRST_ID = 0x7f000000
/** The client and which of its processes speaks, counted from zero, share a word. */
const LIFE_SHIFT = 16

/** The message in at least `length` bytes, filled up with what `fill` gives. */
export function encodeApp(message: AppMessage, length: number, fill: (length: number) => Uint8Array): Uint8Array {
  const words = [FIRST_ID + KINDS.indexOf(message.kind), ...fieldsOf(message)]
  const size = Math.max(words.length * 4, Math.ceil(length / 4) * 4)
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  for (const [i, word] of words.entries()) view.setUint32(i * 4, word, true)
  bytes.set(fill(size - words.length * 4), words.length * 4)
  return bytes
}

/** @throws {RangeError} for anything that this application did not write */
export function decodeApp(bytes: Uint8Array): AppMessage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kind = KINDS[view.getUint32(0, true) - FIRST_ID]
  const word = (index: number): number => view.getUint32(index * 4, true)
  const client = word(1) & ((1 << LIFE_SHIFT) - 1)
  const life = word(1) >>> LIFE_SHIFT
  switch (kind) {
    case 'ask':
      return { kind, client, life, key: word(2), workMs: word(3), bytes: word(4) }
    case 'answer':
      return { kind, client, key: word(2) }
    case 'difference':
      return { kind, client, life, from: word(2) }
    case 'events':
      return { kind, client, from: word(2), upTo: word(3) }
    case 'news':
    case 'tooLong':
      return { kind, client, pts: word(2), session: word(3), count: word(4) }
    default:
      throw new RangeError('this is no message of the simulated application')
  }
}

function fieldsOf(message: AppMessage): number[] {
  switch (message.kind) {
    case 'ask':
      return [message.client | (message.life << LIFE_SHIFT), message.key, message.workMs, message.bytes]
    case 'answer':
      return [message.client, message.key]
    case 'difference':
      return [message.client | (message.life << LIFE_SHIFT), message.from]
    case 'events':
      return [message.client, message.from, message.upTo]
    case 'news':
    case 'tooLong':
      return [message.client, message.pts, message.session, message.count]
  }
}
