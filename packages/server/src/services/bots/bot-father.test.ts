import type { api } from '@chappe/tl-codec/api'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { botFatherId } from '../../ids.ts'
import { botInput, newMessages, signInBot } from '../../testing/bots.ts'
import { createTestServer, signUp, type TestClient, type TestServer } from '../../testing/test-server.ts'

let server: TestServer
let ann: TestClient
let father: api.inputPeerUser

beforeEach(async () => {
  server = await createTestServer()
  ann = await signUp(server, '9996610001', 'Ann')
  father = await botInput(ann, 'BotFather')
})
afterEach(() => server.close())

let lastRandomId = 0n

/** What @BotFather answers somebody. */
async function say(message: string, client: TestClient = ann, peer: api.InputPeer = father): Promise<api.message> {
  await client.call({ _: 'messages.sendMessage', peer, message, randomId: ++lastRandomId })
  const answer = newMessages(client).at(-1)
  if (answer?._ !== 'message') throw new TypeError('an answer was expected')
  return answer
}

async function newBot(username = 'weather_bot'): Promise<string> {
  await say('/newbot')
  await say('Weather')
  const { message, entities } = await say(username)
  const code = entities?.find((entity) => entity._ === 'messageEntityCode')
  return message.slice(code?.offset ?? 0, (code?.offset ?? 0) + (code?.length ?? 0))
}

const botOf = async (username = 'weather_bot'): Promise<api.user> => {
  const { users } = await ann.call({ _: 'contacts.resolveUsername', username })
  const [user] = users
  if (user?._ !== 'user') throw new TypeError('a bot was expected')
  return user
}

describe('@BotFather', () => {
  it('is a bot that whoever looks for it finds', async () => {
    expect(father.userId).toBe(BigInt(botFatherId))
    expect(await botOf('botfather')).toMatchObject({ bot: true, verified: true, firstName: 'BotFather' })
    expect((await say('/start')).message).toContain('/newbot')
    expect((await say('what?')).message).toContain('/newbot')
    expect((await say('/nonsense')).message).toContain('There is no /nonsense')
    expect((await say('/constructor')).message).toContain('There is no /constructor')
  })

  it('makes a bot, whose token signs it in', async () => {
    const token = await newBot()
    const bot = await signInBot(server, token)
    expect(await botOf()).toMatchObject({ firstName: 'Weather', botCanEdit: true, botNochats: undefined })
    await ann.call({
      _: 'messages.sendMessage',
      peer: await botInput(ann, 'weather_bot'),
      message: 'hi',
      randomId: 99n,
    })
    expect(newMessages(bot).at(-1)).toMatchObject({ message: 'hi' })
  })

  it('gives a bot a picture, be it wide or a square, that people then see', async () => {
    await newBot()
    const bob = await signUp(server, '9996620002', 'Bob')
    const seen = async () => {
      const { users } = await bob.call({ _: 'contacts.resolveUsername', username: 'weather_bot' })
      const [user] = users
      return user?._ === 'user' && user.photo?._ === 'userProfilePhoto' ? user.photo.photoId : undefined
    }
    const send = async (fileId: bigint, height: number): Promise<void> => {
      const picture = await sharp({ create: { width: 640, height, channels: 3, background: 'teal' } })
        .png()
        .toBuffer()
      await ann.call({ _: 'upload.saveFilePart', fileId, filePart: 0, bytes: picture })
      const file: api.InputFile = { _: 'inputFile', id: fileId, parts: 1, name: 'a.png', md5Checksum: '' }
      await ann.call({
        ...{ _: 'messages.sendMedia', peer: father, message: '', randomId: ++lastRandomId },
        media: { _: 'inputMediaUploadedPhoto', file },
      })
      expect(newMessages(ann).at(-1)).toMatchObject({ message: '@weather_bot has another picture.' })
    }
    expect(await seen()).toBeUndefined()
    await say('/setuserpic')
    await say('@weather_bot')
    expect((await say('a cloud')).message).toContain('This is no photo')
    await send(5n, 360)
    const first = await seen()
    expect(first).toBeDefined()
    await say('/mybots')
    await say('@weather_bot')
    expect((await say('/setuserpic')).message).toContain('Send its picture')
    await send(6n, 640)
    const second = await seen()
    expect(second).toBeDefined()
    expect(second).not.toBe(first)
    const id: api.InputUser = { ...(await botInput(bob, 'weather_bot')), _: 'inputUser' }
    const { photos } = await bob.call({ _: 'photos.getUserPhotos', userId: id, offset: 0, maxId: 0n, limit: 10 })
    expect(photos.map((photo) => photo.id)).toEqual([second, first])
  })

  it('asks once more for what cannot be', async () => {
    await say('/newbot')
    expect((await say('x'.repeat(65))).message).toContain('A name has 1 to 64 characters')
    await say('Weather')
    expect((await say('weather')).message).toContain('ends in "bot"')
    expect((await say('@weather_bot')).message).toContain('@weather_bot')
    await say('/newbot')
    await say('Other')
    expect((await say('Weather_Bot')).message).toContain('taken')
    expect((await say('/cancel')).message).toContain('left off')
    expect((await say('/cancel')).message).toContain('Nothing was begun')
  })

  it('shows and replaces tokens to their owner, and to nobody else', async () => {
    const token = await newBot()
    const choice = await say('/token')
    expect(choice.replyMarkup).toMatchObject({ rows: [{ buttons: [{ text: '@weather_bot' }] }] })
    expect((await say('@weather_bot')).message).toContain(token)
    await say('/revoke')
    const { message } = await say('@weather_bot')
    expect(message).not.toContain(token)
    await expect(signInBot(server, token)).rejects.toThrow('ACCESS_TOKEN_EXPIRED')
    const bob = await signUp(server, '9996620002', 'Bob')
    const peer = await botInput(bob, 'BotFather')
    expect((await say('/token', bob, peer)).message).toContain('no bots yet')
    expect((await say('@weather_bot', bob, peer)).message).not.toContain(':')
  })

  it('changes what a bot is called, says, can do and hears', async () => {
    await newBot()
    const change = async (command: string, answer: string): Promise<string> => {
      await say(command)
      await say('@weather_bot')
      return (await say(answer)).message
    }
    expect(await change('/setname', 'Clouds')).toContain('Done')
    expect(await change('/setdescription', 'Tells the weather.')).toContain('Done')
    expect(await change('/setabouttext', 'Weather for all')).toContain('Done')
    expect(await change('/setcommands', 'weather - tells the weather\nwind - tells the wind')).toContain('Done')
    expect(await change('/setcommands', 'not a list')).toContain('BOT_COMMAND')
    expect(await change('/setinline', 'A place')).toContain('Done')
    expect(await change('/setinlinegeo', 'Enable')).toContain('Done')
    expect(await change('/setinlinefeedback', 'Enable')).toContain('Done')
    expect(await change('/setjoingroups', 'Disable')).toContain('Done')
    expect(await change('/setprivacy', 'Disable')).toContain('Done')
    const { id, accessHash = 0n, ...user } = await botOf()
    expect(user).toMatchObject({
      ...{ firstName: 'Clouds', botNochats: true, botChatHistory: true },
      ...{ botInlinePlaceholder: 'A place', botInlineGeo: true },
    })
    const { fullUser } = await ann.call({ _: 'users.getFullUser', id: { _: 'inputUser', userId: id, accessHash } })
    expect(fullUser).toMatchObject({
      about: 'Weather for all',
      botInfo: { description: 'Tells the weather.', commands: [{ command: 'weather' }, { command: 'wind' }] },
    })
    expect(await change('/setinline', '/empty')).toContain('Done')
    expect((await botOf()).botInlinePlaceholder).toBeUndefined()
  })

  it('offers all that can be done with a bot that was chosen', async () => {
    await newBot()
    await say('/mybots')
    const offered = await say('@weather_bot')
    expect(JSON.stringify(offered.replyMarkup)).toContain('/setname')
    expect((await say('/setname')).message).toContain('called')
    expect((await say('Clouds')).message).toContain('Done: @weather_bot')
  })

  it('deletes a bot when one is sure', async () => {
    const token = await newBot()
    await say('/deletebot')
    await say('@weather_bot')
    expect((await say('no')).message).toContain('It stays')
    await say('/deletebot')
    await say('@weather_bot')
    expect((await say('Yes, delete it for good')).message).toContain('deleted')
    await expect(signInBot(server, token)).rejects.toThrow('ACCESS_TOKEN_EXPIRED')
    await expect(botOf()).rejects.toThrow('USERNAME_NOT_OCCUPIED')
  })

  it('makes no more than one may have', async () => {
    for (let nth = 0; nth < 20; nth++) await newBot(`weather${nth}_bot`)
    await say('/newbot')
    await say('One more')
    expect((await say('one_more_bot')).message).toContain('as many bots as one may have')
  })
})
