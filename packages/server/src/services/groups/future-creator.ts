import type { api } from '@chappe/tl-codec/api'
import { heirOf } from '../../chats/channels/depart.ts'
import { allowInChannel } from '../../chats/channels/standing.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'

/** Who has a group or channel once its creator leaves ("Leaving groups, channels"). */
export function createFutureCreator({ store, clock, inputPeers, userViews }: ServicePorts): Methods {
  const { read } = store
  const heirIn = async (userId: UserId, input: api.InputPeer): Promise<UserId | undefined> => {
    const { kind, peer } = await inputPeers.chat(userId, input)
    if (kind === 'channel') {
      const { record } = await allowInChannel(read, userId, peer, 'transfer', unixSeconds(clock))
      return heirOf(read, record)
    }
    if (kind !== 'group') throw badRequest('PEER_ID_INVALID')
    await allowIn(read, userId, peer, 'transfer')
    // A basic group stays with its creator, who may come back.
    return undefined
  }
  return {
    'messages.getFutureChatCreatorAfterLeave': userMethod({}, async ({ userId }, { peer }): Promise<api.User> => {
      const heir = await heirIn(userId, peer)
      const [user] = heir === undefined ? [] : await userViews.of(read, userId, [heir])
      return user ?? { _: 'userEmpty', id: 0n }
    }),
  }
}
