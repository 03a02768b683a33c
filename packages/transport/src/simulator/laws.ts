/** What must hold in every run. */
export type Law =
  /** One session dispatches a request at most once, and the effect of a key happens exactly once. */
  | 'at most once'
  | 'exactly once'
  /** The answer reaches the one who asked, once, and is the answer to his question. */
  | 'answers'
  /**
   * What one server session pushes arrives once, in order and without a gap. When it ends, what is still on its way may
   * not arrive: the client is told of a new session and asks for the difference.
   */
  | 'pushes'
  /** With the help of the difference, nothing of the log is missing. */
  | 'nothing missing'
  /**
   * What is pushed while the network is well reaches a client that says it is connected, within seconds. A stream whose
   * bytes were damaged is out of step for good, and may promise a packet of megabytes: it is not well before the client has
   * noticed, which a ping that stays unanswered makes it do, within its time.
   */
  | 'promptness'
  /**
   * A session that nobody forgot goes on, but for one that a server has begun with its clock set back: where its identifiers
   * lie below the client's window, the client can tell none from a repetition ("Security Guidelines", "Checking msg_id").
   */
  | 'sessions last'
  /** Keys that nobody destroyed stay, and no client gives up. */
  | 'keys last'
  /**
   * A client packs its messages in the order in which they were numbered, and what is sent again so before what is new: a
   * server that reads a container as it stands would serve a later request first.
   */
  | 'packed in order'
  /** What nobody damaged is not refused, neither bytes nor packets. */
  | 'nothing refused'
  | 'nothing pending'
  | 'bounded memory'
  /** Nothing throws. */
  | 'no defects'

export interface Failure {
  readonly law: Law
  readonly what: string
  /** Virtual ms from the start. */
  readonly at: number
}

/** Thrown out of a run by the first law that is broken. */
export class LawBroken extends Error {
  override readonly name = 'LawBroken'
  readonly law: Law

  constructor(law: Law, what: string) {
    super(what)
    this.law = law
  }
}
