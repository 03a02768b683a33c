import type { api } from '@chappe/tl-codec/api'
import { unixSeconds } from '../../ports/clock.ts'
import type { RequestOf, UserHandlers } from '../../rpc/handlers.ts'
import { badRequest, notImplemented } from '../../rpc/rpc-error.ts'
import { normalizeText } from '../../rules/message-text.ts'
import type { UserId } from '../../store/domain/ids.ts'
import { viewMessages } from '../../views/message-view.ts'
import type { ServicePorts } from '../ports.ts'
import { deliver } from './deliver.ts'

export function createSendMessage(ports: ServicePorts): Pick<UserHandlers, 'messages.sendMessage'> {
  const { store, clock, inputPeers } = ports

  return {
    async 'messages.sendMessage'({ userId, caller }, request) {
      refuseWhatIsNotServed(request)
      const to = await inputPeers.peer(userId, request.peer)
      const given = request.entities === undefined ? [] : await resolveMentions(ports, userId, request.entities)
      const { text, entities } = normalizeText(request.message, given)
      const sent = await store.transaction((tx) =>
        deliver(tx, ports, {
          from: userId,
          to,
          text,
          entities,
          silent: request.silent === true,
          noforwards: request.noforwards === true,
          invertMedia: request.invertMedia === true,
          replyTo: repliedMessage(request.replyTo),
          randomId: request.randomId,
          date: unixSeconds(clock),
          session: caller.session,
        }),
      )
      // To oneself the short form does not say enough: clients take the whole message.
      if (to === userId) return wholeAnswer(ports, userId, sent.id, request.randomId)
      return {
        _: 'updateShortSentMessage',
        out: true,
        id: sent.id,
        pts: sent.pts,
        ptsCount: 1,
        date: sent.date,
        entities: entities.length === 0 ? undefined : entities,
      }
    },
  }
}

async function wholeAnswer(
  { store, userViews }: ServicePorts,
  userId: UserId,
  id: number,
  randomId: bigint,
): Promise<api.updates> {
  const stored = await store.read.messages.many(userId, [id])
  const { messages, users } = await viewMessages(store.read, userViews, userId, stored, [userId])
  return {
    _: 'updates',
    updates: [
      { _: 'updateMessageID', id, randomId },
      ...messages.map(
        (message): api.Update => ({
          _: 'updateNewMessage',
          message,
          pts: stored[0]?.pts ?? 0,
          ptsCount: 1,
        }),
      ),
    ],
    users,
    chats: [],
    date: stored[0]?.date ?? 0,
    seq: 0,
  }
}

/** Better an error than a message that is not what its sender meant. */
function refuseWhatIsNotServed(request: RequestOf<'messages.sendMessage'>): void {
  const { scheduleDate, quickReplyShortcut, suggestedPost, richMessage, replyTo } = request
  if (scheduleDate !== undefined || quickReplyShortcut !== undefined) throw notImplemented()
  if (suggestedPost !== undefined || richMessage !== undefined) throw notImplemented()
  if (replyTo !== undefined && replyTo._ !== 'inputReplyToMessage') throw notImplemented()
  if (request.sendAs !== undefined && request.sendAs._ !== 'inputPeerSelf') throw badRequest('SEND_AS_PEER_INVALID')
}

function repliedMessage(replyTo: api.InputReplyTo | undefined): Reply | undefined {
  if (replyTo?._ !== 'inputReplyToMessage') return undefined
  if (replyTo.replyToPeerId !== undefined) throw notImplemented()
  const { replyToMsgId: id, quoteText, quoteEntities, quoteOffset } = replyTo
  return { id, quoteText, quoteEntities, quoteOffset }
}

/** The message of the sender's box that is answered, and the part of it that is quoted. */
export interface Reply {
  readonly id: number
  readonly quoteText?: string | undefined
  readonly quoteEntities?: api.MessageEntity[] | undefined
  readonly quoteOffset?: number | undefined
}

/**
 * Mentions by name are sent with an access hash and stored without; one that the sender may not name is left out, also
 * one that came in its stored form, which proves nothing.
 */
async function resolveMentions(
  { inputPeers }: ServicePorts,
  sender: UserId,
  entities: readonly api.MessageEntity[],
): Promise<api.MessageEntity[]> {
  const resolved = await Promise.all(
    entities.map(async (entity): Promise<api.MessageEntity | undefined> => {
      if (entity._ === 'messageEntityMentionName') return undefined
      if (entity._ !== 'inputMessageEntityMentionName') return entity
      const userId = await inputPeers.user(sender, entity.userId)
      const { offset, length } = entity
      return userId === undefined
        ? undefined
        : { _: 'messageEntityMentionName', offset, length, userId: BigInt(userId) }
    }),
  )
  return resolved.filter((entity) => entity !== undefined)
}
