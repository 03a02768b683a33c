import { amendPost } from '../../chats/channels/amend-post.ts'
import { addPreviewLater } from '../../chats/content/add-preview.ts'
import { changeContent } from '../../chats/content/change-content.ts'
import { knownPage, linkOf } from '../../chats/content/link-of.ts'
import { type NewContent, sameContent } from '../../chats/content/new-content.ts'
import { parseMedia } from '../../chats/content/parse-media.ts'
import { parseRichMessage } from '../../chats/content/parse-rich-message.ts'
import { parseReplyMarkup } from '../../chats/content/reply-markup.ts'
import { resolveMentions } from '../../chats/content/resolve-mentions.ts'
import { amend } from '../../chats/placing/amend.ts'
import { findCopies, unpack } from '../../chats/placing/message-copies.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { isChannel, type UserId } from '../../ids.ts'
import { saidThrough } from '../../peers/guest-of.ts'
import { fromInlineMessageId, type InlineMessageName } from '../../peers/inline-message-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, type RequestOf, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { normalizeText } from '../../rules/message-text.ts'
import type { Transaction } from '../../store/store.ts'

type Request = RequestOf<'messages.editInlineBotMessage'>

/** A bot changes a message that was sent through it, in a chat that it may not be in ("Inline queries"). */
export function createEditInlineMessage(ports: ServicePorts): Methods {
  const { store, secret } = ports
  return {
    'messages.editInlineBotMessage': userMethod(
      { acts: ['edit'], rate: { burst: 500, secondsEach: 0.05 } },
      async ({ userId: bot }, request) => {
        const name = fromInlineMessageId(secret, bot, request.id)
        if (name === undefined) throw badRequest('MESSAGE_ID_INVALID')
        const change = await parseContent(ports, bot, request)
        await store.transaction((tx) =>
          isChannel(name.box) ? editPost(tx, ports, bot, name, change) : editCopies(tx, ports, bot, name, change),
        )
        return true
      },
    ),
  }
}

async function parseContent(ports: ServicePorts, bot: UserId, request: Request): Promise<NewContent> {
  const { message, entities = [], media: input, invertMedia } = request
  const replyMarkup = await parseReplyMarkup(ports, bot, request.replyMarkup)
  if (input?._ === 'inputMediaGeoLive') return { live: input, replyMarkup }
  const media =
    input === undefined || input._ === 'inputMediaEmpty' ? undefined : (await parseMedia(ports, bot, input)).media
  if (request.richMessage !== undefined) {
    const { richMessage, ...text } = await parseRichMessage(ports, bot, request.richMessage)
    return { richMessage, text, withoutPage: true, replyMarkup }
  }
  if (message === undefined) return { media, invertMedia, replyMarkup }
  const text = normalizeText(message, await resolveMentions(ports, bot, entities), { mayBeEmpty: true })
  const withoutPage = request.noWebpage === true
  const link = withoutPage ? undefined : linkOf(ports, text.text, text.entities)
  return { text, media, link, page: knownPage(ports, link), withoutPage, invertMedia, replyMarkup }
}

async function editPost(
  tx: Transaction,
  ports: ServicePorts,
  bot: UserId,
  { box, id }: InlineMessageName,
  change: NewContent,
): Promise<void> {
  if (!isChannel(box)) return
  const stored = await tx.messages.get(box, id)
  const message = stored && unpack(stored)?.message
  if (stored === undefined || message?._ !== 'message' || saidThrough(message) !== BigInt(bot)) {
    throw badRequest('MESSAGE_ID_INVALID')
  }
  const date = unixSeconds(ports.clock)
  const edited = changeContent(ports, message, change, date)
  if (sameContent(message, edited)) throw badRequest('MESSAGE_NOT_MODIFIED')
  const after = { ...edited, editDate: date, editHide: undefined }
  if (change.link !== undefined && after.media === undefined) {
    addPreviewLater(tx, ports, { box, peer: box, id, link: change.link })
  }
  await amendPost(tx, ports, stored, message, after, { date, except: undefined })
}

async function editCopies(
  tx: Transaction,
  ports: ServicePorts,
  bot: UserId,
  { box, id }: InlineMessageName,
  change: NewContent,
): Promise<void> {
  if (isChannel(box)) return
  const stored = await tx.messages.get(box, id)
  const own = stored && unpack(stored)
  if (own?.message._ !== 'message' || saidThrough(own.message) !== BigInt(bot)) throw badRequest('MESSAGE_ID_INVALID')
  const date = unixSeconds(ports.clock)
  const edited = changeContent(ports, own.message, change, date)
  if (sameContent(own.message, edited)) throw badRequest('MESSAGE_NOT_MODIFIED')
  const { message, entities, media, richMessage, invertMedia, replyMarkup } = edited
  const content = {
    message,
    entities,
    media,
    richMessage,
    invertMedia,
    replyMarkup,
    editDate: date,
    editHide: undefined,
  }
  const amendments = (await findCopies(tx, own)).flatMap((copy) =>
    copy.message._ === 'message' ? [{ copy, message: { ...copy.message, ...content } }] : [],
  )
  await amend(tx, ports, amendments, { date, except: undefined })
  const { peer } = own.stored
  const { link } = change
  if (link !== undefined && media === undefined) addPreviewLater(tx, ports, { box, peer, id, link })
}
