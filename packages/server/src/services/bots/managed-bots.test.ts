import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { botInput, makeBot, signInBot, type TestBot } from '../../testing/bots.ts'
import { createTestServer, signUp, type TestClient, type TestServer } from '../../testing/test-server.ts'

let server: TestServer
let ann: TestClient
let manager: TestBot

beforeEach(async () => {
  server = await createTestServer()
  ann = await signUp(server, '9996610001', 'Ann')
  manager = await makeBot(server, 'factory_bot', 'Factory', ann.key.userId)
})
afterEach(() => server.close())

const letManage = async (): Promise<void> => {
  const father = await botInput(ann, 'BotFather')
  let randomId = 0n
  for (const message of ['/setmanagebots', '@factory_bot', 'Enable']) {
    await ann.call({ _: 'messages.sendMessage', peer: father, message, randomId: ++randomId })
  }
}

const create = async (more: Partial<api.bots.createBot> = {}, by = ann): Promise<api.user> => {
  const managerId: api.InputUser = { ...(await botInput(by, 'factory_bot')), _: 'inputUser' }
  const made = await by.call({ _: 'bots.createBot', name: 'Shop', username: 'shop_bot', managerId, ...more })
  if (made._ !== 'user') throw new TypeError(made._)
  return made
}

/** What the manager was told of its bots, once it was told so often. */
async function told(count: number): Promise<api.updateManagedBot[]> {
  const found = (): api.updateManagedBot[] =>
    manager.pushed
      .flatMap((one) => (one._ === 'updates' ? one.updates : one._ === 'updateShort' ? [one.update] : []))
      .filter((update) => update._ === 'updateManagedBot')
  for (let turn = 0; turn < 1_000 && found().length < count; turn++) {
    await server.told()
    await new Promise(setImmediate)
  }
  return found()
}

const exported = (client: TestClient, bot: api.user, revoke = false) =>
  client.call({
    ...{ _: 'bots.exportBotToken', revoke },
    bot: { _: 'inputUser', userId: bot.id, accessHash: client === manager ? 0n : (bot.accessHash ?? 0n) },
  })

describe('a managed bot', () => {
  it('is made by a person through a bot, which is told of it and has its token', async () => {
    await letManage()
    const made = await create()
    expect(made).toMatchObject({ bot: true, firstName: 'Shop', username: 'shop_bot', botCanEdit: true })
    const [update] = await told(1)
    expect(update).toMatchObject({ botId: made.id, userId: BigInt(ann.key.userId ?? 0) })
    const { token } = await exported(manager, made)
    await signInBot(server, token)
    const full = await ann.call({
      ...{ _: 'users.getFullUser', id: { _: 'inputUser', userId: made.id, accessHash: made.accessHash ?? 0n } },
    })
    expect(full.fullUser.botManagerId).toBe(BigInt(manager.id))
    expect(full.users.find(({ id }) => id === BigInt(manager.id))).toMatchObject({ botCanManageBots: true })
  })

  it('gets another token by its manager or its owner, of which the manager is told each time', async () => {
    await letManage()
    const made = await create()
    const first = await exported(manager, made)
    const second = await exported(manager, made, true)
    expect(second.token).not.toBe(first.token)
    await expect(signInBot(server, first.token)).rejects.toThrow('ACCESS_TOKEN_EXPIRED')
    const third = await exported(ann, made, true)
    expect(await exported(manager, made)).toEqual(third)
    expect((await told(3)).map(({ botId }) => botId)).toEqual([made.id, made.id, made.id])
  })

  it('is nothing to other bots and other people', async () => {
    await letManage()
    const made = await create()
    const other = await makeBot(server, 'other_bot', 'Other')
    await expect(exported(other, { ...made, accessHash: 0n })).rejects.toThrow('BOT_INVALID')
    const bob = await signUp(server, '9996620002', 'Bob')
    const seen = await botInput(bob, 'shop_bot')
    await expect(exported(bob, { ...made, accessHash: seen.accessHash })).rejects.toThrow('BOT_INVALID')
    await expect(
      manager.call({ _: 'bots.createBot', name: 'x', username: 'x_bot', managerId: oneself }),
    ).rejects.toThrow('BOT_METHOD_INVALID')
  })

  it('needs a manager that may, a name and a username', async () => {
    await expect(create()).rejects.toThrow('MANAGER_PERMISSION_MISSING')
    await letManage()
    await expect(create({ managerId: oneself })).rejects.toThrow('MANAGER_INVALID')
    await expect(create({ name: ' ' })).rejects.toThrow('NAME_INVALID')
    await expect(create({ username: 'shop' })).rejects.toThrow('USERNAME_INVALID')
    await expect(create({ username: 'shopping' })).rejects.toThrow('USERNAME_SUFFIX_MISSING')
    await expect(create({ username: 'factory_bot' })).rejects.toThrow('USERNAME_OCCUPIED')
    for (let nth = 0; nth < 19; nth++) await makeBot(server, `more${nth}_bot`, 'More', ann.key.userId)
    await expect(create()).rejects.toThrow('BOT_CREATE_LIMIT_EXCEEDED')
  })
})

describe('who may reach a managed bot', () => {
  let made: api.user
  let bob: TestClient
  let shop: TestClient

  beforeEach(async () => {
    await letManage()
    made = await create()
    bob = await signUp(server, '9996620002', 'Bob')
    shop = await signInBot(server, (await exported(manager, made)).token)
  })

  const named = (id: bigint): api.InputUser => ({ _: 'inputUser', userId: id, accessHash: 0n })
  const idOf = (client: TestClient): bigint => BigInt(client.key.userId ?? 0)
  const settings = (by: TestClient = manager) => by.call({ _: 'bots.getAccessSettings', bot: named(made.id) })
  const restrict = (...added: bigint[]) =>
    manager.call({
      ...{ _: 'bots.editAccessSettings', restricted: true, bot: named(made.id) },
      addUsers: added.map(named),
    })
  const lift = () => manager.call({ _: 'bots.editAccessSettings', bot: named(made.id), addUsers: [named(1n)] })
  let randomId = 1_000n
  const write = async (by: TestClient, to = 'shop_bot') =>
    by.call({ _: 'messages.sendMessage', peer: await botInput(by, to), message: 'hi', randomId: ++randomId })
  const input = async (by: TestClient): Promise<api.InputUser> => ({
    ...(await botInput(by, 'shop_bot')),
    _: 'inputUser',
  })

  it('is everybody, until its manager says that only some may, besides its owner', async () => {
    expect(await settings()).toEqual({ _: 'bots.accessSettings' })
    await write(bob)
    await restrict()
    expect(await settings()).toEqual({ _: 'bots.accessSettings', restricted: true, addUsers: [] })
    await write(ann)
    await expect(write(bob)).rejects.toThrow('USER_IS_BLOCKED')
    await expect(restrict(idOf(bob))).rejects.toThrow('USER_ID_INVALID')
    // Whom the manager knows it may name; the owner need not be named, and nobody twice.
    for (const client of [ann, bob]) await write(client, 'factory_bot')
    await restrict(idOf(bob), idOf(ann), idOf(bob))
    expect(await settings()).toMatchObject({ restricted: true, addUsers: [{ id: idOf(bob) }] })
    await write(bob)
    await restrict()
    await expect(write(bob)).rejects.toThrow('USER_IS_BLOCKED')
    // Another token changes nothing of it.
    await exported(manager, made, true)
    await expect(write(bob)).rejects.toThrow('USER_IS_BLOCKED')
    await lift()
    expect(await settings()).toEqual({ _: 'bots.accessSettings' })
    await write(bob)
  })

  it('holds for whoever begins, asks inline, presses, opens an app or brings it into a group', async () => {
    const father = await botInput(ann, 'BotFather')
    for (const message of ['/setinline', '@shop_bot', 'a word']) {
      await ann.call({ _: 'messages.sendMessage', peer: father, message, randomId: ++randomId })
    }
    await write(bob)
    const buttons: api.KeyboardButton[] = [{ _: 'keyboardButtonCallback', text: 'x', data: Uint8Array.of(1) }]
    await shop.call({
      ...{ _: 'messages.sendMessage', message: 'press', randomId: ++randomId },
      peer: { _: 'inputPeerUser', userId: idOf(bob), accessHash: 0n },
      replyMarkup: { _: 'replyInlineMarkup', rows: [{ _: 'keyboardButtonRow', buttons }] },
    })
    const peer = await botInput(bob, 'shop_bot')
    const history = await bob.call({
      ...{ _: 'messages.getHistory', peer, offsetId: 0, offsetDate: 0, addOffset: 0, limit: 1, maxId: 0, minId: 0 },
      hash: 0n,
    })
    const [message] = 'messages' in history ? history.messages : []
    await restrict()
    const bot = await input(bob)
    const empty: api.InputPeer = { _: 'inputPeerEmpty' }
    const start = { _: 'messages.startBot', bot, randomId: ++randomId, startParam: '' } as const
    await expect(bob.call({ ...start, peer: empty })).rejects.toThrow('USER_IS_BLOCKED')
    await expect(
      bob.call({ _: 'messages.getInlineBotResults', bot, peer: empty, query: '', offset: '' }),
    ).rejects.toThrow('USER_IS_BLOCKED')
    await expect(
      bob.call({ _: 'messages.getBotCallbackAnswer', peer, msgId: message?.id ?? 0, data: Uint8Array.of(1) }),
    ).rejects.toThrow('USER_IS_BLOCKED')
    await expect(
      bob.call({ _: 'messages.requestSimpleWebView', bot, url: 'https://shop.example/', platform: 'web' }),
    ).rejects.toThrow('USER_IS_BLOCKED')
    await expect(bob.call({ _: 'messages.createChat', users: [bot], title: 'Shop' })).rejects.toThrow(
      'BOT_GROUPS_BLOCKED',
    )
  })

  it('is for its manager and its owner to say, of at most ten people that they know', async () => {
    const other = await makeBot(server, 'other_bot', 'Other')
    await expect(settings(other)).rejects.toThrow('BOT_INVALID')
    await expect(settings(shop)).rejects.toThrow('BOT_INVALID')
    const theirs: api.bots.getAccessSettings = { _: 'bots.getAccessSettings', bot: await input(bob) }
    await expect(bob.call(theirs)).rejects.toThrow('BOT_INVALID')
    await ann.call({ _: 'bots.editAccessSettings', restricted: true, bot: await input(ann), addUsers: [] })
    await expect(write(bob)).rejects.toThrow('USER_IS_BLOCKED')
    const own = await ann.call({ _: 'bots.getAccessSettings', bot: await input(ann) })
    expect(own).toEqual({ _: 'bots.accessSettings', restricted: true, addUsers: [] })
    await lift()
    await write(bob, 'factory_bot')
    await expect(restrict(...Array(11).fill(idOf(bob)))).rejects.toThrow('USERS_TOO_MUCH')
    await expect(restrict(BigInt(other.id))).rejects.toThrow('USER_ID_INVALID')
    await expect(restrict(made.id)).rejects.toThrow('USER_ID_INVALID')
    expect(await settings()).toEqual({ _: 'bots.accessSettings' })
  })
})

const oneself: api.InputUser = { _: 'inputUserSelf' }
