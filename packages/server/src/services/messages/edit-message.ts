import type { api } from '@chappe/tl-codec/api'
import { holdBoxes } from '../../changes/hold-boxes.ts'
import { editPost } from '../../chats/channels/edit-post.ts'
import { addPreviewLater } from '../../chats/content/add-preview.ts'
import { changeContent } from '../../chats/content/change-content.ts'
import { knownPage, linkOf } from '../../chats/content/link-of.ts'
import { type NewContent, sameContent } from '../../chats/content/new-content.ts'
import { parseMedia } from '../../chats/content/parse-media.ts'
import { parseRichMessage } from '../../chats/content/parse-rich-message.ts'
import { closePollOf } from '../../chats/content/polls/close-poll.ts'
import { checkAppButtons, parseReplyMarkup } from '../../chats/content/reply-markup.ts'
import { resolveMentions } from '../../chats/content/resolve-mentions.ts'
import { boxesOfChat } from '../../chats/members/boxes-of-chat.ts'
import { amend } from '../../chats/placing/amend.ts'
import { answerChanges } from '../../chats/placing/answer-changes.ts'
import { findApproaches, sayApproaches } from '../../chats/placing/approaches.ts'
import { findCopies, findMessage, getMessage, type OwnMessage } from '../../chats/placing/message-copies.ts'
import { standingIn } from '../../chats/rights.ts'
import { editScheduled } from '../../chats/scheduled/edit-scheduled.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { type BoxPeer, isUser, type PeerId, type UserId } from '../../ids.ts'
import { guestOf } from '../../peers/guest-of.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, type RequestOf, type UserContext, userMethod } from '../../rpc/handlers.ts'
import { badRequest, notImplemented } from '../../rpc/rpc-error.ts'
import { requireAuthor } from '../../rules/author.ts'
import { ttlOf } from '../../rules/media-ttl.ts'
import { isCaption } from '../../rules/message-content.ts'
import { normalizeText } from '../../rules/message-text.ts'
import { allow, refusalOf } from '../../rules/rights.ts'
import { refusalOfSaying, withAllowedPage } from '../../rules/send-acts.ts'

/** How long a message may be edited ("edit_time_limit"); one's own notes may be for ever. */
const editSeconds = 48 * 3600

type Request = RequestOf<'messages.editMessage'>

export function createEditMessage(ports: ServicePorts): Methods {
  const { store, clock, inputPeers } = ports

  const edit = async (
    { userId, caller }: UserContext,
    peer: BoxPeer,
    request: Request,
    change: NewContent,
  ): Promise<api.Updates> => {
    const date = unixSeconds(clock)
    const changed = await store.transaction(async (tx) => {
      const own = await getMessage(tx, userId, peer, request.id)
      const message = checkAuthor(own, userId)
      const standing = await standingIn(tx, userId, peer)
      const reach = allow(standing, 'edit')
      const { media: page, link } = withAllowedPage(standing, { media: change.page, link: change.link })
      if (change.live === undefined) checkAge(own, date)
      const edited = changeContent(ports, message, { ...change, page }, date)
      const refusal = refusalOfSaying(standing, edited)
      if (refusal !== undefined) throw refusal
      if (sameContent(message, edited)) throw badRequest('MESSAGE_NOT_MODIFIED')

      const content = {
        message: edited.message,
        entities: edited.entities,
        media: edited.media,
        richMessage: edited.richMessage,
        invertMedia: edited.invertMedia,
        replyMarkup: edited.replyMarkup,
      }
      const copies = (reach === 'own' ? [own] : await findCopies(tx, own)).filter(
        (copy) => copy.message._ === 'message',
      )
      const amendments = copies.map((copy) => ({
        copy,
        // An earlier change may have been hidden (`editHide`); that the content was edited is shown.
        message: { ...asText(copy), ...content, editDate: date, editHide: undefined },
      }))
      const age = date - message.date
      const move = { box: userId, peer, by: userId, shown: toPeer(userId), before: message.media, now: edited.media }
      const isMoving = change.live !== undefined && change.live.stopped !== true
      const mayTell = isMoving && refusalOf(standing, 'send') === undefined
      const approaches = mayTell ? await findApproaches(tx, { ...move, date, age }) : []
      if (approaches.length > 0) await holdBoxes(tx, await boxesOfChat(tx, userId, peer))
      const changed = await amend(tx, ports, amendments, { date, except: caller.session })
      await sayApproaches(tx, ports, { from: userId, to: peer, date }, approaches)
      const { id } = own.stored
      if (link !== undefined && edited.media === undefined) addPreviewLater(tx, ports, { box: userId, peer, id, link })
      return changed.get(userId)
    })
    return answerChanges(ports, changed, date)
  }

  return {
    'messages.editMessage': userMethod(
      { acts: ['edit', 'close poll', 'change scheduled'], rate: { burst: 500, secondsEach: 0.05 } },
      async (context, request) => {
        const { userId } = context
        if (request.quickReplyShortcutId !== undefined) throw notImplemented()
        const chat = await inputPeers.chat(userId, request.peer)
        const isClosing = request.media?._ === 'inputMediaPoll' && request.media.poll.closed === true
        if (isClosing) return closePollOf(ports, context, chat, request.id)
        if (chat.kind === 'channel') {
          const change = await parseContent(ports, userId, chat.peer, request)
          if (request.scheduleDate !== undefined) return editScheduled(ports, context, chat.peer, request, change)
          const place = { userId, channel: chat.peer, id: request.id }
          const when = { date: unixSeconds(clock), session: context.caller.session }
          return editPost(ports, { ...place, ...when }, change)
        }
        const { peer } = chat
        const change = await parseContent(ports, userId, peer, request)
        if (request.scheduleDate !== undefined) return editScheduled(ports, context, peer, request, change)
        return edit(context, peer, request, change)
      },
    ),

    async 'messages.getMessageEditData'({ userId }, { peer: input, id }) {
      const { peer } = await inputPeers.boxChat(userId, input)
      const own = await getMessage(store.read, userId, peer, id)
      const { media } = checkAuthor(own, userId)
      checkAge(own, unixSeconds(clock))
      return { _: 'messages.messageEditData', caption: isCaption(media) || undefined }
    },
  }
}

async function parseContent(ports: ServicePorts, userId: UserId, peer: PeerId, request: Request): Promise<NewContent> {
  const { message, entities = [], media: input } = request
  const replyMarkup = await parseReplyMarkup(ports, userId, request.replyMarkup)
  checkAppButtons(replyMarkup, isUser(peer))
  if (input?._ === 'inputMediaGeoLive') return { live: input, replyMarkup }
  // A poll can only be closed.
  if (input?._ === 'inputMediaPoll' || input?._ === 'inputMediaDice') throw badRequest('MEDIA_NEW_INVALID')
  const media =
    input === undefined || input._ === 'inputMediaEmpty' ? undefined : await parseMedia(ports, userId, input)
  if (ttlOf(media?.media) !== undefined) throw badRequest('MEDIA_NEW_INVALID')
  const invertMedia = request.invertMedia
  if (request.richMessage !== undefined) {
    const { richMessage, ...text } = await parseRichMessage(ports, userId, request.richMessage)
    return { richMessage, text, withoutPage: true, replyMarkup }
  }
  if (message === undefined) return { media: media?.media, invertMedia, replyMarkup }
  const text = normalizeText(message, await resolveMentions(ports, userId, entities), { mayBeEmpty: true })
  const withoutPage = request.noWebpage === true
  const link = withoutPage ? undefined : linkOf(ports, text.text, text.entities)
  const isScheduled = request.scheduleDate !== undefined
  const page = isScheduled
    ? knownPage(ports, link)
    : await pageShownAgain(ports, { box: userId, peer, id: request.id }, text.text, link)
  return { text, media: media?.media, link, page, withoutPage, invertMedia, replyMarkup }
}

/**
 * The page of a link in a message that shows none and says the same as before. Whoever asks for that and for nothing else
 * waits for the page: without it nothing would be changed.
 */
async function pageShownAgain(
  ports: ServicePorts,
  { box, peer, id }: { readonly box: UserId; readonly peer: PeerId; readonly id: number },
  text: string,
  link: string | undefined,
): Promise<api.messageMediaWebPage | undefined> {
  if (link === undefined) return undefined
  const own = await findMessage(ports.store.read, box, peer, id)
  if (own?.message._ !== 'message' || own.message.media !== undefined || own.message.message !== text) return undefined
  const webpage = await ports.webPages.findPage(box, link)
  return webpage && { _: 'messageMediaWebPage', webpage }
}

function checkAuthor({ stored, message }: OwnMessage, userId: UserId): api.message {
  if (message._ !== 'message') throw badRequest('MESSAGE_ID_INVALID')
  // A forwarded message has another author, so whoever forwarded it cannot edit it; so does what a guest has said.
  const isOthers = message.fwdFrom !== undefined || guestOf(message) !== undefined
  requireAuthor({ isOwn: stored.from === userId && !isOthers })
  return message
}

function checkAge({ stored }: OwnMessage, now: number): void {
  if (stored.peer !== stored.box && now - stored.date > editSeconds) throw badRequest('MESSAGE_EDIT_TIME_EXPIRED')
}

function asText({ message }: OwnMessage): api.message {
  if (message._ !== 'message') throw new TypeError('a service message has no content to edit')
  return message
}
