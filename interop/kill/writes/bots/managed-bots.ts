import { type Client, RpcError } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import { toUser } from '../../bots/room-names.ts'
import type { Write } from '../../traffic.ts'
import type { Plans } from '../../weighted-plans.ts'
import { type BotWriter, change, known, pick, toldOf } from './bot-writes.ts'

/** One owner may have twenty. */
const MOST_BOTS = 18

interface ManagedBot {
  readonly username: string
  /** As the visitor names it, who has made it. */
  readonly named: api.inputPeerUser
  /** The one that was answered last, if any was. */
  token: string | undefined
  /** Worthless since there is another. */
  readonly revoked: string[]
}

export interface ManagingWriter extends BotWriter {
  openClient(deviceModel: string): Client
}

/** Bots that the visitor makes through the bot, which says who may reach them. */
export function managedBotPlans(writer: ManagingWriter): Plans {
  const { visitor, bot } = writer.room
  const made: ManagedBot[] = []

  const create = (): Write | undefined => {
    if (made.length >= MOST_BOTS) return undefined
    const username = `${writer.newName('managed')}_bot`
    return toldOf(bot.told, `managed ${username}`, {
      kind: 'make a bot through a bot',
      changes: [change(`managed ${username}`, 'there')],
      doneBefore: ['USERNAME_OCCUPIED'],
      async perform() {
        const managerId = toUser(bot.toVisitor)
        await visitor.client.call({ _: 'bots.createBot', name: 'Managed', username, managerId })
        const named = await visitor.client.resolve(`@${username}`)
        if (named._ !== 'inputPeerUser') throw new TypeError('a bot is a user')
        made.push({ username, named, token: undefined, revoked: [] })
      },
    })
  }

  const restrict = (): Write | undefined => {
    const one = pick(writer, made)
    if (one === undefined) return undefined
    const fact = `access of ${one.username}`
    const restricted = known(writer, fact) === undefined || undefined
    return {
      kind: 'say who may reach a bot',
      changes: [change(fact, restricted && 'restricted')],
      async perform() {
        const managed: api.inputUser = { ...toUser(one.named), accessHash: 0n }
        await bot.client.call({ _: 'bots.editAccessSettings', bot: managed, restricted })
      },
    }
  }

  /** By its owner or by its manager. */
  const revoke = (): Write | undefined => {
    const one = pick(writer, made)
    if (one === undefined) return undefined
    const [client, named] = writer.random.chance(0.5)
      ? [visitor.client, toUser(one.named)]
      : [bot.client, { ...toUser(one.named), accessHash: 0n }]
    return {
      kind: 'give a bot another token',
      changes: [],
      async perform() {
        const { token } = await client.call({ _: 'bots.exportBotToken', bot: named, revoke: true })
        if (one.token !== undefined) one.revoked.push(one.token)
        one.token = token
      },
    }
  }

  /** The token that was acknowledged last lets it in, and the one before does not. */
  const signIn = (): Write | undefined => {
    const one = pick(
      writer,
      made.filter(({ token }) => token !== undefined),
    )
    if (one?.token === undefined) return undefined
    const { token, revoked, named, username } = one
    return {
      kind: 'sign a bot in',
      changes: [],
      async perform() {
        const client = writer.openClient(username)
        const before = revoked.at(-1)
        if (before !== undefined) {
          const outcome = await client.signInBot(before).catch((error: unknown) => error)
          if (!(outcome instanceof RpcError)) throw new Error(`a revoked token of ${username} lets it in`)
        }
        const { id } = await client.signInBot(token)
        if (id !== named.userId) throw new Error(`the token of ${username} lets ${id} in`)
        await client.close()
      },
    }
  }

  return [
    [2, create],
    [2, restrict],
    [1, revoke],
    [1, signIn],
  ]
}
