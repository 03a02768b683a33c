import { type Client, RpcError } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import { toUser } from '../../bots/room-names.ts'
import type { Write } from '../../traffic.ts'
import type { Plans } from '../../weighted-plans.ts'
import { type BotWriter, change, known, toldOf } from './bot-writes.ts'

/** The visitor comes into the group that the bot guards, and leaves it. */
export function guardedGroupPlans(writer: BotWriter): Plans {
  const { bot, visitor, owner, group, groupName, visitorForBots } = writer.room
  let times = { joined: 0, left: 0 }
  const named = async (): Promise<api.inputChannel> => {
    const peer = await visitor.client.resolve(`@${groupName}`)
    if (peer._ !== 'inputPeerChannel') throw new TypeError('a group that has a name is found by it')
    return { ...peer, _: 'inputChannel' }
  }

  const join = (): Write => {
    const joined = times.joined + 1
    return toldOf(bot.told, `joined ${joined}`, {
      kind: 'join a guarded group',
      changes: [change('in the group', 'yes')],
      doneBefore: ['USER_ALREADY_PARTICIPANT'],
      async perform() {
        times = { ...times, joined }
        await joinOrBeLetIn(visitor.client, await named(), owner.client, group, toUser(visitorForBots))
      },
    })
  }

  const leave = (): Write => {
    const left = times.left + 1
    return toldOf(bot.told, `left ${left}`, {
      kind: 'leave a guarded group',
      changes: [change('in the group', undefined)],
      doneBefore: ['USER_NOT_PARTICIPANT'],
      async perform() {
        times = { ...times, left }
        await visitor.client.call({ _: 'channels.leaveChannel', channel: await named() })
      },
    })
  }

  return [[1, () => (known(writer, 'in the group') === undefined ? join() : leave())]]
}

/** Where the bot said nothing in time, since the server was killed meanwhile, the owner decides. */
async function joinOrBeLetIn(
  client: Client,
  channel: api.inputChannel,
  owner: Client,
  group: api.inputChannel,
  userId: api.inputUser,
): Promise<void> {
  try {
    await client.call({ _: 'channels.joinChannel', channel })
  } catch (error) {
    if (!(error instanceof RpcError) || error.type !== 'INVITE_REQUEST_SENT') throw error
    const peer: api.InputPeer = { ...group, _: 'inputPeerChannel' }
    await owner.call({ _: 'messages.hideChatJoinRequest', peer, userId, approved: true }).catch((late: unknown) => {
      // The bot, or this over a kill, has let it in meanwhile.
      if (!(late instanceof RpcError) || late.type !== 'HIDE_REQUESTER_MISSING') throw late
    })
  }
}
