import { noteAdminEvent } from '../../chats/channels/admin-log.ts'
import { allowInChannel } from '../../chats/channels/standing.ts'
import { tellOfLooks } from '../../chats/channels/tell.ts'
import { findSet } from '../../chats/files/find-set.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { nameGroupStickers } from '../../views/group-stickers-view.ts'

/** The stickers that a supergroup offers to all who write in it, of whatever size it is ("Stickers"). */
export function createGroupStickers(ports: ServicePorts): Methods {
  const { store, clock, inputPeers } = ports
  return {
    'channels.setStickers': userMethod({ acts: ['change info'] }, async ({ userId, caller }, request) => {
      const channel = await inputPeers.channel(userId, request.channel)
      const date = unixSeconds(clock)
      await store.transaction(async (tx) => {
        const { record } = await allowInChannel(tx, userId, channel, 'change info', date)
        if (record.kind !== 'megagroup') throw badRequest('CHANNEL_INVALID')
        const { stickerset } = request
        const found = stickerset._ === 'inputStickerSetEmpty' ? undefined : await findSet(tx, stickerset)
        // Masks are drawn on photos, and custom emoji stand in texts.
        if (found !== undefined && found.kind !== 'stickers') throw badRequest('STICKERSET_INVALID')
        if (found?.id === record.stickers) throw badRequest('CHAT_NOT_MODIFIED')
        const names = {
          prevStickerset: await nameGroupStickers(tx, record.stickers),
          newStickerset: await nameGroupStickers(tx, found?.id),
        }
        await tx.channels.setStickers(channel, found?.id)
        const action = { _: 'channelAdminLogEventActionChangeStickerSet', ...names } as const
        await noteAdminEvent(tx, channel, userId, action, date)
        tellOfLooks(tx, ports, channel, { date, except: caller.session })
      })
      return true
    }),
  }
}
