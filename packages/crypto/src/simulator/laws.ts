/** What must hold in every run. */
export type Law =
  /** What was sent arrives once, in the order of sending, and nothing else does. */
  | 'once and in order'
  /** No server can end a chat by what it does to ciphertext. */
  | 'chats last'
  /** When all has come to rest, both ends have one key, and no exchange is left half done. */
  | 'one key'
  /** No key has served for longer than the limits say, once messages arrive again. */
  | 'keys are renewed'
  /** A key that is in use opens nothing from before the last re-keying, and no earlier key is kept. */
  | 'forward secrecy'
  /** No two packets share key and msg_key, and nothing readable is in any. */
  | 'ciphertext'
  /** Nothing is left over when all has arrived. */
  | 'bounded memory'
  /** A man in the middle shows in the visualisation. */
  | 'visualisation'
  /** An end that breaks the rules is noticed, with the right reason. */
  | 'typed reasons'

/** Thrown out of a run by the first law that is broken. */
export class LawBroken extends Error {
  override readonly name = 'LawBroken'
  readonly law: Law

  constructor(law: Law, what: string) {
    super(what)
    this.law = law
  }
}

export function hold(law: Law, holds: boolean, what: string): void {
  if (!holds) throw new LawBroken(law, what)
}
