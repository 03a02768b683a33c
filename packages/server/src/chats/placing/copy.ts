import type { api } from '@chappe/tl-codec/api'
import type { BoxPeer, UserId } from '../../ids.ts'
import type { StoredMessage } from '../../store/domain/chats/messages.ts'

/** One party's copy. */
export interface Copy {
  readonly message: api.message | api.messageService
  readonly box: UserId
  /** The chat, as seen from the box. */
  readonly peer: BoxPeer
  readonly pts: number
  readonly firstOfDialog: boolean
  /** It may take its chat to the archive or out of it. */
  readonly mayMove: boolean
}

/** What became of a draft. */
export interface Placed {
  readonly sent: Sent
  /** None if the message was sent before. */
  readonly copies: readonly Copy[]
}

export type Sent = Pick<StoredMessage, 'id' | 'pts' | 'date'> & {
  /** After how many seconds it deletes itself, if it does. */
  readonly ttlPeriod?: number | undefined
}
