import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ServerProcess } from './support/server-process.ts'
import { findTdlib, Tdlib, type TdlibUser } from './support/tdlib-user.ts'
import { until } from './support/until.ts'

const ALICE = '9996610061'
const BOB = '9996620061'
const library = findTdlib()
if (library === undefined)
  process.stderr.write('\n!!! NOT TESTED: stickers with TDLib. There is no prebuilt library for this machine.\n\n')

type Answer = Awaited<ReturnType<TdlibUser['call']>>

/** A member of an answer, by its path. */
function at(answer: unknown, ...path: (string | number)[]): unknown {
  let value: unknown = answer
  for (const step of path) {
    if (typeof value !== 'object' || value === null) throw new Error(`nothing at ${path.join('.')}`)
    value = Reflect.get(value, step)
  }
  return value
}

const listAt = (answer: unknown, ...path: (string | number)[]): unknown[] => {
  const found = at(answer, ...path)
  return Array.isArray(found) ? found : []
}

describe.skipIf(library === undefined)('stickers with TDLib, unmodified but for its keys', { timeout: 120_000 }, () => {
  let server: ServerProcess
  let tdlib: Tdlib
  let alice: TdlibUser
  let bob: TdlibUser
  let aliceId = 0
  let bobId = 0
  let folder = ''

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chappe-stickers-'))
    server = await ServerProcess.start()
    tdlib = await Tdlib.load(library ?? '', server)
    alice = await tdlib.device()
    bob = await tdlib.device()
    aliceId = await alice.signUp(ALICE, 'Alice')
    bobId = await bob.signUp(BOB, 'Bob')
    const contact = { phone_number: BOB, first_name: 'Bob', last_name: '' }
    await alice.call('importContacts', { contacts: [{ _: 'importedContact', ...contact }] })
    await alice.call('createPrivateChat', { user_id: bobId, force: false })
    await alice.sendText(bobId, 'hello Bob')
    await until(
      () => bob.seen.includes('hello Bob'),
      () => 'Bob saw nothing',
      30_000,
    )
  }, 120_000)

  afterAll(async () => {
    await tdlib?.dispose()
    await server?.dispose()
    await rm(folder, { recursive: true, force: true })
  })

  /** The animation of a sticker, downloaded. */
  async function animationOf(user: TdlibUser, sticker: unknown): Promise<unknown> {
    const file = await user.call('downloadFile', {
      ...{ file_id: at(sticker, 'sticker', 'id'), priority: 1, offset: 0, limit: 0, synchronous: true },
    })
    expect(at(file, 'local', 'is_downloading_completed')).toBe(true)
    return JSON.parse(gunzipSync(await readFile(String(at(file, 'local', 'path')))).toString())
  }

  /** Asks until the answer is there, as an app does that is told when a set was loaded. */
  async function eventually(ask: () => Promise<Answer>, isThere: (answer: Answer) => boolean): Promise<Answer> {
    let answer: Answer | undefined
    let failure: unknown
    await until(
      async () => {
        try {
          answer = await ask()
        } catch (error) {
          failure = error
          return false
        }
        return isThere(answer)
      },
      () => JSON.stringify(answer)?.slice(0, 500) ?? String(failure),
      5_000,
    )
    if (answer === undefined) throw new Error('no answer')
    return answer
  }

  test('large emoji, topics’ icons and the outcome of a dice are drawn', async () => {
    const emoji = await eventually(
      () => alice.call('getAnimatedEmoji', { emoji: '🔥' }),
      (answer) => answer['sticker'] !== undefined,
    )
    expect(await animationOf(alice, emoji['sticker'])).toMatchObject({ tgs: 1, w: 512, h: 512 })
    const icons = await alice.call('getForumTopicDefaultIcons', {})
    expect(listAt(icons, 'stickers').length).toBe(18)
    const content = { _: 'inputMessageDice', emoji: '🎯', clear_draft: false }
    const sent = await alice.call('sendMessage', { chat_id: bobId, input_message_content: content })
    expect(at(sent, 'content', '_')).toBe('messageDice')
    const history = () =>
      bob.call('getChatHistory', { ...{ chat_id: aliceId, from_message_id: 0, offset: 0 }, limit: 1 })
    const drawn = await eventually(history, (answer) => {
      const [message] = listAt(answer, 'messages')
      return message !== undefined && at(message, 'content', 'final_state') !== undefined
    })
    const [message] = listAt(drawn, 'messages')
    expect(await animationOf(bob, at(message, 'content', 'final_state', 'sticker'))).toMatchObject({ tgs: 1 })
  })

  test('each reaction can be picked, and comes to the other', async () => {
    const history = await bob.call('getChatHistory', {
      ...{ chat_id: aliceId, from_message_id: 0, offset: 0 },
      limit: 1,
    })
    const message = { chat_id: aliceId, message_id: at(history, 'messages', 0, 'id') }
    const offered = await eventually(
      () => bob.call('getMessageAvailableReactions', { ...message, row_size: 8 }),
      (answer) => listAt(answer, 'top_reactions').length === 16,
    )
    const types = listAt(offered, 'top_reactions').map((one) => at(one, 'type'))
    expect(types).toContainEqual({ _: 'reactionTypeEmoji', emoji: '👍' })
    const [reaction_type] = types
    const facts = await bob.call('getEmojiReaction', { emoji: at(reaction_type, 'emoji') })
    for (const part of [
      'select_animation',
      'activate_animation',
      'effect_animation',
      'around_animation',
      'center_animation',
    ]) {
      expect(await animationOf(bob, facts[part]), part).toMatchObject({ tgs: 1 })
    }
    await bob.call('addMessageReaction', { ...message, reaction_type, is_big: false, update_recent_reactions: true })
    await eventually(
      () => alice.call('getChatHistory', { ...{ chat_id: bobId, from_message_id: 0, offset: 0 }, limit: 1 }),
      (answer) => {
        const info = at(answer, 'messages', 0, 'interaction_info')
        return typeof info === 'object' && info !== null && listAt(info, 'reactions', 'reactions').length === 1
      },
    )
  })

  test('a set of a still and an animated sticker is made, found, installed and sent from', async () => {
    const lottie = {
      tgs: 1,
      v: '5.5.2',
      fr: 30,
      ip: 0,
      op: 60,
      w: 512,
      h: 512,
      assets: [],
      layers: [{ ty: 4, shapes: [] }],
    }
    const [still, moving] = [join(folder, 'still.png'), join(folder, 'moving.tgs')]
    const background = { r: 20, g: 130, b: 190, alpha: 0.5 }
    const picture = sharp({ create: { width: 512, height: 512, channels: 4, background } })
    await writeFile(still, await picture.png().toBuffer())
    await writeFile(moving, gzipSync(JSON.stringify(lottie)))
    const sticker = (path: string, format: string, emojis: string) => ({
      ...{ _: 'inputSticker', sticker: { _: 'inputFileLocal', path }, format: { _: format }, emojis, keywords: [] },
    })
    const made = await alice.call('createNewStickerSet', {
      ...{ user_id: 0, title: 'Of TDLib', name: 'of_tdlib', sticker_type: { _: 'stickerTypeRegular' } },
      ...{ needs_repainting: false, source: '' },
      stickers: [sticker(still, 'stickerFormatWebp', '🙂'), sticker(moving, 'stickerFormatTgs', '🔥')],
    })
    expect(listAt(made, 'stickers').map((one) => at(one, 'format', '_'))).toEqual([
      ...['stickerFormatWebp', 'stickerFormatTgs'],
    ])
    const found = await bob.call('searchStickerSet', { name: 'of_tdlib', ignore_cache: true })
    expect(await animationOf(bob, at(found, 'stickers', 1))).toEqual(lottie)
    await bob.call('changeStickerSet', { set_id: found['id'], is_installed: true, is_archived: false })
    const installed = await bob.call('getInstalledStickerSets', { sticker_type: { _: 'stickerTypeRegular' } })
    expect(listAt(installed, 'sets').map((set) => at(set, 'name'))).toEqual(['of_tdlib'])
    const file = { _: 'inputFileId', id: at(found, 'stickers', 0, 'sticker', 'id') }
    const content = {
      ...{ _: 'inputMessageSticker', emoji: '🙂' },
      sticker: { _: 'inputSticker', sticker: file, width: 512, height: 512 },
    }
    await bob.call('sendMessage', { chat_id: aliceId, input_message_content: content })
    await eventually(
      () => alice.call('getChatHistory', { ...{ chat_id: bobId, from_message_id: 0, offset: 0 }, limit: 1 }),
      (answer) => at(answer, 'messages', 0, 'content', '_') === 'messageSticker',
    )
  })
})
