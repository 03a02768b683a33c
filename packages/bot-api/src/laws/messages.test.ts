import { type api, decode, encode } from '@chappe/tl-codec/api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPreview } from '../methods/link-preview.ts'
import { mediaAgain } from '../methods/media-again.ts'
import { readReply } from '../params/reply-parameters.ts'
import { viewMessage } from '../views/messages.ts'
import { aBot, entities, flag, paramsOf, positive, seen, url, word } from './arbitraries.fixture.ts'

const peer: api.Peer = { _: 'peerUser', userId: 9n }

function shown(more: Partial<api.message>) {
  const message: api.message = { ...{ _: 'message', id: 1, peerId: peer, date: 1, message: 'x' }, ...more }
  return viewMessage(seen, decode('Message', encode(message)))
}

describe('how a link is shown', () => {
  /** Signs at the end of an address belong to the sentence. */
  const written = url.filter((one) => /[\w/]$/.test(one))
  const side = fc.constantFrom({}, { prefer_small_media: true }, { prefer_large_media: true })

  it('is told as it is asked for', () => {
    fc.assert(
      fc.property(url, side, fc.option(flag, { nil: undefined }), (link, media, above) => {
        const json = { url: link, ...media, ...(above && { show_above_text: true }) }
        const { page, above: invertMedia, none } = readPreview(paramsOf({ link_preview_options: json }), noLinks)
        expect(none).toBeUndefined()
        expect(shown(withPage(page, invertMedia))).toMatchObject({ link_preview_options: json })
        expect(shown(withPage(page, invertMedia))?.link_preview_options).toEqual(json)
      }),
    )
  })

  it('is the same of a copy', () => {
    fc.assert(
      fc.property(url, side, (link, media) => {
        const { page } = readPreview(paramsOf({ link_preview_options: { url: link, ...media } }), noLinks)
        const { media: stored } = withPage(page, undefined)
        expect(stored && mediaAgain(stored)).toEqual(page)
      }),
    )
  })

  it('is as it is asked for of the first link of the text, where none is named', () => {
    fc.assert(
      fc.property(written, written, side, fc.boolean(), (first, second, media, isHidden) => {
        const text = isHidden ? `here and ${second}` : `see ${first} and ${second}`
        const links = isHidden ? [{ type: 'text_link' as const, offset: 0, length: 4, url: first }] : []
        const { page } = readPreview(paramsOf({ link_preview_options: media }), { text, entities: links })
        const asked = 'prefer_small_media' in media || 'prefer_large_media' in media
        expect(page?.url).toBe(asked ? first : undefined)
      }),
    )
  })

  it('is told where it is not to be shown at all', () => {
    const { none } = readPreview(
      paramsOf({ link_preview_options: { is_disabled: true, url: 'https://a.b/' } }),
      noLinks,
    )
    expect(none).toBe(true)
    const link: api.MessageEntity = { _: 'messageEntityUrl', offset: 0, length: 1 }
    expect(shown({ entities: [link] })).toMatchObject({ link_preview_options: { is_disabled: true } })
  })

  const noLinks = { text: 'x', entities: [] }

  function withPage(page: api.inputMediaWebPage | undefined, invertMedia: true | undefined): Partial<api.message> {
    if (page === undefined) return { invertMedia }
    const { url: link, forceLargeMedia, forceSmallMedia } = page
    const webpage: api.webPage = { ...{ _: 'webPage', id: 1n, url: link, displayUrl: link, hash: 0 } }
    return { media: { _: 'messageMediaWebPage', manual: true, forceLargeMedia, forceSmallMedia, webpage }, invertMedia }
  }
})

describe('answers', () => {
  const json = fc.record(
    {
      message_id: positive,
      quote: word,
      quote_entities: entities,
      quote_position: positive,
      checklist_task_id: positive,
      poll_option_id: fc.uint8Array({ minLength: 1, maxLength: 8 }).map((id) => Buffer.from(id).toString('base64url')),
    },
    { requiredKeys: ['message_id'] },
  )

  it('quote what they are said to, and name the item', async () => {
    const bot = aBot()
    await fc.assert(
      fc.asyncProperty(json, async (given) => {
        const { replyTo } = await readReply(bot, paramsOf({ reply_parameters: given }))
        if (replyTo?._ !== 'inputReplyToMessage') throw new TypeError('it answers a message')
        const { replyToMsgId, quoteText, quoteEntities, quoteOffset, todoItemId, pollOption } = replyTo
        expect(replyToMsgId).toBe(given.message_id)
        const quote = quoteText === undefined ? undefined : (true as const)
        const header: api.messageReplyHeader = {
          ...{ _: 'messageReplyHeader', replyToMsgId, quote, quoteText, quoteEntities, quoteOffset },
          ...{ todoItemId, pollOption },
        }
        const told = shown({ replyTo: header })
        expect(told?.quote?.text).toBe(given.quote)
        if (given.quote !== undefined) {
          expect(told?.quote?.entities ?? []).toEqual(given.quote_entities ?? [])
          expect(told?.quote).toMatchObject({ position: given.quote_position ?? 0, is_manual: true })
        }
        expect(told?.reply_to_checklist_task_id).toBe(given.checklist_task_id)
        expect(told?.reply_to_poll_option_id).toBe(given.poll_option_id)
      }),
    )
  })

  it('to what was said elsewhere tell of it', () => {
    const header: api.messageReplyHeader = {
      ...{ _: 'messageReplyHeader', replyToMsgId: 7, replyToPeerId: { _: 'peerChannel', channelId: 3n } },
      replyFrom: { _: 'messageFwdHeader', date: 4, fromId: peer },
      replyMedia: { _: 'messageMediaDice', emoticon: '🎲', value: 5 },
    }
    const external = { origin: { type: 'user', date: 4 }, message_id: 7, dice: { value: 5 } }
    expect(shown({ replyTo: header })).toMatchObject({ external_reply: external })
    const hidden: api.messageFwdHeader = { _: 'messageFwdHeader', date: 4, fromName: 'Bob' }
    const told = shown({ replyTo: { _: 'messageReplyHeader', replyFrom: hidden } })
    expect(told?.external_reply).toEqual({ origin: { type: 'hidden_user', date: 4, sender_user_name: 'Bob' } })
  })
})
