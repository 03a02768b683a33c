import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import type { BoxPeer, UserId } from '../../ids.ts'
import type { Reply, ResolvedReply, SiblingReply } from './reply.ts'

/** What a message says, the same in every copy. */
export interface Content {
  readonly text: string
  readonly entities: api.MessageEntity[]
  readonly media?: api.MessageMedia | undefined
  /** Blocks in the place of the text, which says the same to those who know of none. */
  readonly richMessage?: api.richMessage | undefined
  /** Makes it a service message, which has no text. */
  readonly action?: api.MessageAction | undefined
  /** In a private chat, what the other party is told in its place. */
  readonly theirAction?: api.MessageAction | undefined
  readonly fwdFrom?: api.messageFwdHeader | undefined
  /** The album that it belongs to. */
  readonly groupedId?: bigint | undefined
  /** The link whose page is to be shown below it once that was looked at. */
  readonly link?: string | undefined
  /** The keyboard of a bot below it. */
  readonly replyMarkup?: api.ReplyMarkup | undefined
  /** The bot whose inline result it is. */
  readonly viaBot?: UserId | undefined
  /** The bot that says it as a guest, called by the one from whom it is ("Guest mode for bots"). */
  readonly guest?: UserId | undefined
  readonly silent: boolean
  readonly noforwards: boolean
  readonly invertMedia: boolean
}

/** A message that is about to be sent in a private chat or a group, all its arguments checked. */
export interface Draft extends Content {
  readonly from: UserId
  readonly to: BoxPeer
  /** As it was asked for, or as it is told already. */
  readonly replyTo: Reply | ResolvedReply | undefined
  /** In place of `replyTo`. */
  readonly answers?: SiblingReply | undefined
  /** Missing for what the server says by itself. */
  readonly randomId: bigint | undefined
  readonly date: number
  readonly fromScheduled?: boolean | undefined
  /** The title of whoever sends it in a group; filled in when it is placed there. */
  readonly fromRank?: string | undefined
  /** Where it is sent from: this session has the answer and needs no push. */
  readonly session: SessionName | undefined
}
