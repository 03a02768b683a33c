import { type api, decode, encode } from '@chappe/tl-codec/api'
import { parseFileId, toUniqueFileId } from '@mtcute/file-id'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkLink } from './formatting/links.ts'
import { readText } from './formatting/read-text.ts'
import { toTlEntities } from './formatting/to-tl.ts'
import { fileReference } from './laws/arbitraries.fixture.ts'
import { readBanned } from './methods/members.ts'
import { adminRightNames, readAdminRights } from './params/admin-rights.ts'
import { fieldsOf } from './params/fields.ts'
import { readFileId, toInputDocument, toInputPhoto } from './params/input-file.ts'
import { createParams } from './params/params.ts'
import { readReplyMarkup } from './params/reply-markup.ts'
import { fromChatId, toChatId } from './peers/chat-id.ts'
import { createSeenPeers } from './peers/seen-peers.ts'
import { viewEntities } from './views/entities.ts'
import { documentIds, sizeIds, stickerType } from './views/file-ids.ts'
import { fromInlineMessageId, inlineMessageId } from './views/inline-message-id.ts'
import { viewInlineKeyboard } from './views/keyboards.ts'
import { viewPermissions } from './views/members.ts'

// What the Bot API says of a thing and what it takes for it are the same thing: TL to JSON and back, and JSON to TL and back.

const seen = createSeenPeers(5n)
const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const int = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
const word = fc.string({ minLength: 1, maxLength: 20 })
const userId = fc.bigInt({ min: 1n, max: 2n ** 52n - 1n })

describe('chat ids', () => {
  const peer: fc.Arbitrary<api.Peer> = fc.oneof(
    userId.map((id): api.Peer => ({ _: 'peerUser', userId: id })),
    fc.bigInt({ min: 1n, max: 999_999_999_999n }).map((id): api.Peer => ({ _: 'peerChat', chatId: id })),
    fc.bigInt({ min: 1n, max: 997_852_516_352n }).map((id): api.Peer => ({ _: 'peerChannel', channelId: id })),
  )

  it('lead back to whom they name', () => {
    fc.assert(fc.property(peer, (one) => void expect(fromChatId(toChatId(one))).toEqual(one)))
  })

  it('are themselves again wherever they name somebody', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (id) => {
        const found = fromChatId(id)
        if (found !== undefined) expect(toChatId(found)).toBe(id)
      }),
    )
  })
})

describe('inline message ids', () => {
  const id: fc.Arbitrary<api.InputBotInlineMessageID> = fc.oneof(
    fc.record({ _: fc.constant('inputBotInlineMessageID' as const), dcId: int, id: long, accessHash: long }),
    fc.record({
      _: fc.constant('inputBotInlineMessageID64' as const),
      dcId: int,
      ownerId: long,
      id: int,
      accessHash: long,
    }),
  )

  it('lead back to the message, and all else is none', () => {
    fc.assert(fc.property(id, (one) => void expect(fromInlineMessageId(inlineMessageId(one))).toEqual(one)))
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        const found = fromInlineMessageId(text)
        if (found !== undefined)
          expect(Buffer.from(inlineMessageId(found), 'base64url')).toEqual(Buffer.from(text, 'base64url'))
      }),
    )
  })
})

describe('file ids', () => {
  const named = { id: long, accessHash: long, fileReference, dcId: fc.integer({ min: 1, max: 5 }) }
  const location = (id: string) => {
    const found = readFileId(id)
    if (found === undefined) throw new TypeError('no file')
    return found
  }

  it('lead back to the document', () => {
    fc.assert(
      fc.property(fc.record(named), ({ dcId, ...input }) => {
        const document: api.document = {
          ...{ _: 'document', ...input, dcId, date: 1, mimeType: 'a/b', size: 1n, attributes: [] },
        }
        const { file_id, file_unique_id } = documentIds(document, stickerType)
        expect(toInputDocument(location(file_id))).toEqual({ _: 'inputDocument', ...input })
        expect(toUniqueFileId(parseFileId(file_id))).toBe(file_unique_id)
      }),
    )
  })

  it('lead back to the photo and its size', () => {
    fc.assert(
      fc.property(
        fc.record(named),
        fc.constantFrom('a', 'c', 'm', 's', 'x', 'y', 'w'),
        ({ dcId, ...input }, letter) => {
          const photo: api.photo = { ...{ _: 'photo', ...input, dcId, date: 1, sizes: [] } }
          const found = location(sizeIds(photo, letter).file_id)
          expect(toInputPhoto(found)).toEqual({ _: 'inputPhoto', ...input })
          expect(found).toMatchObject({ kind: 'photo', size: letter })
        },
      ),
    )
  })

  it('of whatever text are a file or none', () => {
    fc.assert(fc.property(fc.string({ maxLength: 600 }), (text) => void readFileId(text)))
  })
})

describe('entities', () => {
  const range = { offset: fc.nat(1_000), length: fc.integer({ min: 1, max: 1_000 }) }
  const plain = fc.constantFrom(
    ...(['messageEntityBold', 'messageEntityItalic', 'messageEntityUnderline', 'messageEntityStrike'] as const),
    ...(['messageEntitySpoiler', 'messageEntityCode'] as const),
  )
  const flag = fc.constantFrom(undefined, true as const)
  /** A date is told as how long ago it is, or by its day and its time, of which either may be missing. */
  const dates: readonly Partial<api.messageEntityFormattedDate>[] = [
    { relative: true },
    ...[{}, { shortTime: true as const }, { longTime: true as const }].flatMap((time) => [
      time,
      { ...time, dayOfWeek: true as const },
      { ...time, shortDate: true as const },
      { ...time, dayOfWeek: true as const, longDate: true as const },
    ]),
  ]
  const entity: fc.Arbitrary<api.MessageEntity> = fc.oneof(
    fc.record({ _: plain, ...range }),
    fc.record({ _: fc.constant('messageEntityPre' as const), ...range, language: fc.constantFrom('', 'ts', 'c++') }),
    fc.record({
      _: fc.constant('messageEntityTextUrl' as const),
      ...range,
      url: fc.webUrl().map((url) => new URL(url).href),
    }),
    fc.record({ _: fc.constant('messageEntityMentionName' as const), ...range, userId }),
    fc.record({ _: fc.constant('messageEntityCustomEmoji' as const), ...range, documentId: long }),
    fc.record({ _: fc.constant('messageEntityBlockquote' as const), ...range, collapsed: flag }),
    fc
      .record({ ...range, date: fc.integer({ min: 1, max: 2 ** 31 - 1 }) })
      .chain((at) =>
        fc
          .constantFrom(...dates)
          .map((form): api.messageEntityFormattedDate => ({ _: 'messageEntityFormattedDate', ...at, ...form })),
      ),
  )
  /** As it is on the wire, where what is absent is nothing. */
  const same = (one: api.MessageEntity): api.MessageEntity =>
    decode(
      'MessageEntity',
      encode(
        one._ === 'inputMessageEntityMentionName' && one.userId._ === 'inputUser'
          ? { _: 'messageEntityMentionName', offset: one.offset, length: one.length, userId: one.userId.userId }
          : one,
      ),
    )

  it('are told as they are taken', async () => {
    await fc.assert(
      fc.asyncProperty(entity, async (one) => {
        const told = viewEntities(seen, [one])
        const params = createParams(
          new Map<string, unknown>([
            ['text', 'x'],
            ['entities', told],
          ]),
        )
        const { entities } = readText(params)
        const [back] = await toTlEntities(entities, (id) =>
          Promise.resolve({ _: 'inputUser', userId: BigInt(id), accessHash: 0n }),
        )
        expect(back && same(back)).toEqual(same(one))
        expect(viewEntities(seen, back ? [same(back)] : [])).toEqual(told)
      }),
    )
  })
})

describe('keyboards below a message', () => {
  /** Groups of both kinds are one to the Bot API. */
  const peerTypes: api.InlineQueryPeerType[][] = [
    [{ _: 'inlineQueryPeerTypePM' }],
    [{ _: 'inlineQueryPeerTypeBotPM' }],
    [{ _: 'inlineQueryPeerTypeChat' }, { _: 'inlineQueryPeerTypeMegagroup' }],
    [{ _: 'inlineQueryPeerTypeBroadcast' }],
  ]
  // A page without a path has the path of one.
  const link = fc.webUrl().map((url) => checkLink(url) ?? url)
  const plain: fc.Arbitrary<api.KeyboardButton> = fc.oneof(
    fc.record({ _: fc.constant('keyboardButtonUrl' as const), text: word, url: link }),
    fc.record({
      _: fc.constant('keyboardButtonCallback' as const),
      text: word,
      data: word.map((data) => new TextEncoder().encode(data)),
    }),
    fc.record({ _: fc.constant('keyboardButtonWebView' as const), text: word, url: fc.webUrl() }),
    fc.record({ _: fc.constant('keyboardButtonCopy' as const), text: word, copyText: word }),
    fc.record({ _: fc.constant('keyboardButtonSwitchInline' as const), text: word, query: fc.string() }),
    fc.record({
      _: fc.constant('keyboardButtonSwitchInline' as const),
      text: word,
      query: fc.string(),
      samePeer: fc.constant(true as const),
    }),
    fc.record({
      ...{ _: fc.constant('keyboardButtonSwitchInline' as const), text: word, query: fc.string() },
      peerTypes: fc.subarray(peerTypes, { minLength: 1 }).map((kinds) => kinds.flat()),
    }),
    fc.record({ _: fc.constant('keyboardButtonGame' as const), text: word }),
  )
  const colour = fc.constantFrom<Partial<api.keyboardButtonStyle>>(
    { bgPrimary: true },
    { bgDanger: true },
    { bgSuccess: true },
  )
  const style: fc.Arbitrary<api.keyboardButtonStyle> = fc
    .oneof(
      colour,
      fc.record({ icon: long }),
      fc.tuple(colour, long).map(([one, icon]) => ({ ...one, icon })),
    )
    .map((look): api.keyboardButtonStyle => ({ _: 'keyboardButtonStyle', ...look }))
  const button = fc
    .tuple(plain, fc.option(style, { nil: undefined }))
    .map(([one, look]): api.KeyboardButton => (look === undefined ? one : { ...one, style: look }))
  const rows = fc.array(fc.array(button, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 })

  it('are told as they are taken', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (all) => {
        const markup: api.ReplyMarkup = {
          _: 'replyInlineMarkup',
          rows: all.map((buttons) => ({ _: 'keyboardButtonRow', buttons })),
        }
        const peers = { user: () => Promise.resolve(undefined), bot: () => Promise.reject(new Error('no bot')) }
        const told = viewInlineKeyboard(markup)
        const back = await readReplyMarkup(createParams(new Map([['reply_markup', told]])), peers)
        expect(back && decode('ReplyMarkup', encode(back))).toEqual(decode('ReplyMarkup', encode(markup)))
      }),
    )
  })
})

describe("an admin's rights", () => {
  it('are told as they are taken', () => {
    const names = Object.values(adminRightNames)
    fc.assert(
      fc.property(fc.subarray(names, { minLength: 1 }), (given) => {
        const rights: Readonly<Record<string, unknown>> = {
          ...readAdminRights(fieldsOf('rights', Object.fromEntries(given.map((name) => [name, true])))),
        }
        const told = Object.entries(adminRightNames)
          .filter(([right]) => rights[right] === true)
          .map(([, name]) => name)
        // Whoever holds any right is an admin.
        expect(new Set(told)).toEqual(new Set([...given, adminRightNames.other]))
      }),
    )
  })
})

describe('permissions', () => {
  it('are told as they are taken, where each is meant by itself', () => {
    const all = Object.keys(viewPermissions({ _: 'chatBannedRights', untilDate: 0 }))
    fc.assert(
      fc.property(fc.subarray(all), (allowed) => {
        const given = Object.fromEntries(all.map((name) => [name, allowed.includes(name)]))
        const banned: api.ChatBannedRights = { ...readBanned(fieldsOf('permissions', given), true), untilDate: 0 }
        expect(viewPermissions(banned)).toEqual(given)
        expect(readBanned(fieldsOf('permissions', viewPermissions(banned)), true)).toEqual(
          readBanned(fieldsOf('permissions', given), true),
        )
      }),
    )
  })
})
