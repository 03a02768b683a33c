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

const oneself: api.InputUser = { _: 'inputUserSelf' }
