import { type api, encode } from '@chappe/tl-codec/api'
import { recordUnnumbered } from '../../changes/record-change.ts'
import { allowInChannel } from '../../chats/channels/standing.ts'
import { checkQuote } from '../../chats/content/reply.ts'
import { resolveMentions } from '../../chats/content/resolve-mentions.ts'
import { generalTopic } from '../../chats/content/thread.ts'
import { draftKey, removeDraft } from '../../chats/lists/remove-draft.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import { type ChannelId, isChannel, type UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type RequestOf, type Service, userMethod } from '../../rpc/handlers.ts'
import { badRequest, notImplemented } from '../../rpc/rpc-error.ts'
import { frontWithin, shownBytes } from '../../rules/answer-bounds.ts'
import { checkEntities, withOpenableLinks } from '../../rules/entities.ts'
import { maxMessageLength } from '../../rules/message-text.ts'
import { maxLinkLength } from '../../rules/openable-link.ts'
import { isLonger } from '../../rules/text-length.ts'
import { readStored } from '../../tl/stored.ts'

/** What has been begun to be written, the same on all devices ("Message drafts"). */
export function createDraftsService(ports: ServicePorts): Service {
  const { store, clock, inputPeers, userViews } = ports

  const parse = async (
    userId: UserId,
    request: RequestOf<'messages.saveDraft'>,
    date: number,
    topic: number | undefined,
  ): Promise<api.draftMessage> => {
    const { message, replyTo, media } = request
    if (request.suggestedPost !== undefined || request.richMessage !== undefined) throw notImplemented()
    if (isLonger(message, maxMessageLength)) throw badRequest('MESSAGE_TOO_LONG')
    checkEntities(message, request.entities ?? [])
    const entities = [...withOpenableLinks(message, await resolveMentions(ports, userId, request.entities ?? []))]
    if (replyTo?._ === 'inputReplyToMessage') {
      checkQuote(replyTo)
      if (replyTo.replyToPeerId !== undefined) await inputPeers.peer(userId, replyTo.replyToPeerId)
    }
    if (media?._ === 'inputMediaWebPage' && media.url.length > maxLinkLength) throw badRequest('MEDIA_INVALID')
    return {
      _: 'draftMessage',
      noWebpage: request.noWebpage,
      invertMedia: request.invertMedia,
      replyTo: replyTo?._ === 'inputReplyToMessage' ? { ...replyTo, topMsgId: topic } : replyTo,
      message,
      entities: entities.length === 0 ? undefined : entities,
      // Only a link to show can be drafted; files are sent anew.
      media: media?._ === 'inputMediaWebPage' ? media : undefined,
      date,
    }
  }

  /** The topic of a forum in which it was begun, which there must be. Undefined elsewhere. */
  const topicOf = async (channel: ChannelId, replyTo: api.InputReplyTo | undefined): Promise<number | undefined> => {
    const top = replyTo?._ === 'inputReplyToMessage' ? (replyTo.topMsgId ?? replyTo.replyToMsgId) : undefined
    if (top === undefined || top <= generalTopic || (await store.read.channels.get(channel))?.forum !== true)
      return undefined
    return (await store.read.topics.get(channel, top))?.id
  }

  return {
    methods: {
      'messages.saveDraft': userMethod({ acts: ['draft'] }, async ({ userId, caller }, request) => {
        const peer = await inputPeers.peer(userId, request.peer)
        const date = unixSeconds(clock)
        const topic = isChannel(peer) ? await topicOf(peer, request.replyTo) : undefined
        const draft = await parse(userId, request, date, topic)
        const answersNothing = draft.replyTo === undefined || isTopicAlone(draft.replyTo, topic)
        const except = caller.session
        await store.transaction(async (tx) => {
          if (draft.message === '' && answersNothing && draft.media === undefined) {
            return removeDraft(tx, ports, { userId, peer, topic, date, except })
          }
          if (isChannel(peer)) await allowInChannel(tx, userId, peer, 'draft', date)
          await tx.drafts.put(userId, { peer, topic, data: encode(draft) })
          const update: api.Update = { _: 'updateDraftMessage', peer: toPeer(peer), topMsgId: topic, draft }
          await recordUnnumbered(tx, ports, { userId, key: draftKey(peer, topic), update, date, except })
        })
        return true
      }),

      async 'messages.getAllDrafts'({ userId }) {
        // What does not fit comes with the list of dialogs.
        const drafts = frontWithin(await store.read.drafts.all(userId), ({ data }) => shownBytes(data))
        const updates = drafts.flatMap(({ peer, topic, data }): api.Update[] => {
          const draft = readStored('DraftMessage', data)
          return draft === undefined ? [] : [{ _: 'updateDraftMessage', peer: toPeer(peer), topMsgId: topic, draft }]
        })
        return envelope(store.read, userViews, userId, updates, { date: unixSeconds(clock) })
      },

      'messages.clearAllDrafts': userMethod({ acts: ['draft'] }, async ({ userId, caller }) => {
        const date = unixSeconds(clock)
        await store.transaction(async (tx) => {
          for (const { peer, topic } of await tx.drafts.all(userId)) {
            await removeDraft(tx, ports, { userId, peer, topic, date, except: caller.session })
          }
        })
        return true
      }),
    },
  }
}

/** Clients name the topic as what is answered where nothing is. */
function isTopicAlone(replyTo: api.InputReplyTo, topic: number | undefined): boolean {
  return topic !== undefined && replyTo._ === 'inputReplyToMessage' && replyTo.replyToMsgId === topic
}
