import type { api } from '@chappe/tl-codec/api'
import { holdBoxes } from '../../../changes/hold-boxes.ts'
import { amendPost } from '../../../chats/channels/amend-post.ts'
import { answerPosts } from '../../../chats/channels/answer-posts.ts'
import { postNote } from '../../../chats/channels/post.ts'
import { allowInChannel } from '../../../chats/channels/standing.ts'
import { noteDraft } from '../../../chats/content/note-draft.ts'
import { boxesOfChat } from '../../../chats/members/boxes-of-chat.ts'
import { amend } from '../../../chats/placing/amend.ts'
import { answerChanges } from '../../../chats/placing/answer-changes.ts'
import { deliver } from '../../../chats/placing/deliver.ts'
import { findCopies, type OwnMessage } from '../../../chats/placing/message-copies.ts'
import { allowIn } from '../../../chats/rights.ts'
import type { ServicePorts } from '../../../core-ports.ts'
import { plainEnvelope } from '../../../delivery/envelope.ts'
import type { BoxRange } from '../../../delivery/render-box.ts'
import { type ChannelId, isChannel, isUser, type UserId } from '../../../ids.ts'
import { fromInlineMessageId } from '../../../peers/inline-message-id.ts'
import { unixSeconds } from '../../../ports/clock.ts'
import { type Methods, type UserContext, userMethod } from '../../../rpc/handlers.ts'
import { badRequest } from '../../../rpc/rpc-error.ts'
import { Refusal } from '../../../rules/refusal.ts'
import type { StoredMessage } from '../../../store/domain/chats/messages.ts'
import type { Transaction } from '../../../store/store.ts'
import { type PlayedMessage, playedInChat, playedInline } from './played-message.ts'
import { scoreboard } from './scoreboard.ts'

interface Request {
  readonly editMessage?: boolean | undefined
  readonly force?: boolean | undefined
  readonly userId: api.InputUser
  readonly score: number
}

/** What became of the message with the game, for the bot that is answered. */
type Changed =
  | { readonly range?: BoxRange | undefined }
  | { readonly channel: ChannelId; readonly pts?: number | undefined }

/** "Setting a score": what somebody has reached in a game, which the chat is told if it is more than before. */
export function createSetScore(ports: ServicePorts): Methods {
  const { store, clock, secret, inputPeers } = ports

  const set = async (
    { userId: bot, caller }: UserContext,
    request: Request,
    find: (tx: Transaction) => Promise<PlayedMessage>,
  ): Promise<Changed> => {
    const { score } = request
    if (score < 0) throw badRequest('SCORE_INVALID')
    const player = await inputPeers.user(bot, request.userId)
    if (player === undefined) throw badRequest('USER_ID_INVALID')
    const date = unixSeconds(clock)
    return store.transaction(async (tx) => {
      const found = await find(tx)
      const before = (await tx.games.score(found.table, player)) ?? 0
      if (score === before || (score < before && request.force !== true)) throw badRequest('BOT_SCORE_NOT_MODIFIED')
      const isMore = score > before
      const action: api.MessageAction = { _: 'messageActionGameScore', gameId: BigInt(found.table.game), score }
      const change: Change = {
        ...{ player, date, action: isMore ? action : undefined, session: caller.session },
        edits: request.editMessage === true,
        save: () => tx.games.setScore(found.table, player, score === 0 ? undefined : score, date),
      }
      const { stored } = found
      return isInChannel(stored)
        ? setInChannel(tx, ports, { ...found, stored }, change)
        : setInBoxes(tx, ports, bot, found, change)
    })
  }

  return {
    'messages.setGameScore': userMethod(
      { acts: ['edit', 'send'], rate: { burst: 500, secondsEach: 0.05 } },
      async (context, request) => {
        const { userId: bot } = context
        const chat = await inputPeers.chat(bot, request.peer)
        const changed = await set(context, request, (tx) => playedInChat(tx, bot, chat, request.id))
        const date = unixSeconds(clock)
        if (!('channel' in changed)) {
          return changed.range === undefined ? plainEnvelope([], date) : answerChanges(ports, changed.range, date)
        }
        const { channel, pts } = changed
        return answerPosts(ports, bot, { channel, date, changed: pts })
      },
    ),

    'messages.setInlineGameScore': userMethod(
      { acts: ['edit', 'send'], rate: { burst: 500, secondsEach: 0.05 } },
      async (context, request) => {
        const { userId: bot } = context
        const name = fromInlineMessageId(secret, bot, request.id)
        if (name === undefined) throw badRequest('MESSAGE_ID_INVALID')
        await set(context, request, (tx) => playedInline(tx, bot, name.box, name.id))
        return true
      },
    ),
  }
}

interface Change {
  readonly player: UserId
  readonly date: number
  /** What the chat is told; missing for what is no more than before. */
  readonly action: api.MessageAction | undefined
  /** The message shows the best from then on. */
  readonly edits: boolean
  readonly session: UserContext['caller']['session']
  /** Writes the score down, after all has been checked. */
  save(): Promise<void>
}

function isInChannel(stored: PlayedMessage['stored']): stored is StoredMessage<ChannelId> {
  return isChannel(stored.box)
}

async function setInChannel(
  tx: Transaction,
  ports: ServicePorts,
  { message, table, stored }: PlayedMessage & { readonly stored: StoredMessage<ChannelId> },
  { player, date, action, edits, session, save }: Change,
): Promise<Changed> {
  const channel = stored.box
  const record = await tx.channels.get(channel)
  if (record === undefined) throw badRequest('CHANNEL_INVALID')
  await save()
  const text = edits ? await scoreboard(tx, table) : message.message
  let pts: number | undefined
  if (text !== message.message) {
    const after = { ...message, message: text, entities: undefined, editDate: date, editHide: undefined }
    pts = await amendPost(tx, ports, stored, message, after, { date, except: session })
  }
  const maySayThere =
    record.kind !== 'broadcast' && (await isAllowed(allowInChannel(tx, player, channel, 'send', date)))
  if (action !== undefined && maySayThere) {
    const posting = { record, from: player, date, session: undefined }
    await postNote(tx, ports, posting, action, { replyTo: { id: stored.id } })
  }
  return { channel, pts }
}

async function setInBoxes(
  tx: Transaction,
  ports: ServicePorts,
  bot: UserId,
  { message, table, stored }: PlayedMessage,
  { player, date, action, edits, session, save }: Change,
): Promise<Changed> {
  if (!isInBox(stored)) throw badRequest('MESSAGE_ID_INVALID')
  const copies = await findCopies(tx, { stored, message })
  const own = copies.find((copy) => copy.stored.box === player)
  const to = own?.stored.peer
  const tells =
    action !== undefined && to !== undefined && !isChannel(to) && (await isAllowed(allowIn(tx, player, to, 'send')))
  const boxes = tells ? await boxesOfChat(tx, player, to) : []
  await holdBoxes(tx, [...boxes, ...copies.map((copy) => copy.stored.box)])
  await save()
  const text = edits ? await scoreboard(tx, table) : message.message
  const amendments = copies.flatMap((copy) =>
    copy.message._ === 'message' && text !== message.message
      ? [
          {
            copy,
            message: { ...copy.message, message: text, entities: undefined, editDate: date, editHide: undefined },
          },
        ]
      : [],
  )
  const changed = amendments.length === 0 ? undefined : await amend(tx, ports, amendments, { date, except: session })
  if (tells && own !== undefined) {
    await deliver(tx, ports, noteDraft(action, { from: player, to, date, replyTo: { id: own.stored.id } }))
  }
  return { range: changed?.get(bot) }
}

function isInBox(stored: PlayedMessage['stored']): stored is OwnMessage['stored'] {
  return isUser(stored.box)
}

/** Whether somebody may say something there still: a score counts for whoever may not, too. */
async function isAllowed(check: Promise<unknown>): Promise<boolean> {
  try {
    await check
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}
