import { type api, encode } from '@chappe/tl-codec/api'
import { holdBoxes } from '../../changes/hold-boxes.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import { setDefaultRights } from '../../chats/channels/set-default-rights.ts'
import { boxesOfChat } from '../../chats/members/boxes-of-chat.ts'
import { setGroupAdmin } from '../../chats/members/set-admin.ts'
import { standingInGroup } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { layerOf } from '../../rpc/layer.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { parseDefaultBanned, viewBannedRights } from '../../rules/chat-rights.ts'
import { allow } from '../../rules/rights.ts'

/** "Admin, banned, default rights": who is an admin of a basic group, and what is taken from its members. */
export function createEditRights(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, userViews } = ports
  return {
    'messages.editChatAdmin': userMethod(
      { acts: ['add admins'], rate: { burst: 100, secondsEach: 2 } },
      async ({ userId }, { chatId, userId: input, isAdmin }) => {
        const chat = await inputPeers.group(userId, chatId)
        const other = await inputPeers.user(userId, input)
        if (other === undefined) throw badRequest('USER_ID_INVALID')
        const date = unixSeconds(clock)
        await store.transaction((tx) => setGroupAdmin(tx, ports, { userId, chat, other, isAdmin, date }))
        return true
      },
    ),

    'messages.editChatDefaultBannedRights': userMethod(
      { acts: ['set default rights'], rate: { burst: 50, secondsEach: 5 } },
      async ({ userId, caller: { session, key } }, request) => {
        const { kind, peer: chat } = await inputPeers.chat(userId, request.peer)
        const date = unixSeconds(clock)
        if (kind === 'channel') {
          const setting = { userId, channel: chat, date, session, layer: layerOf(key) }
          return setDefaultRights(ports, setting, request.bannedRights)
        }
        if (kind !== 'group') throw badRequest('PEER_ID_INVALID')
        const update = await store.transaction(async (tx) => {
          const standing = await standingInGroup(tx, userId, chat)
          allow(standing, 'set default rights')
          const rights = parseDefaultBanned(request.bannedRights, layerOf(key), standing.closed)
          if (rights === standing.closed) throw badRequest('CHAT_NOT_MODIFIED')
          const defaultBannedRights = viewBannedRights(rights)
          const boxes = await boxesOfChat(tx, userId, chat)
          await holdBoxes(tx, boxes)
          const { version } = await tx.groups.change(chat, { defaultBanned: encode(defaultBannedRights) })
          const update: api.updateChatDefaultBannedRights = {
            ...{ _: 'updateChatDefaultBannedRights', peer: toPeer(chat) },
            ...{ defaultBannedRights, version },
          }
          for (const box of boxes.toSorted((a, b) => a - b)) {
            const except = box === userId ? session : undefined
            await recordUnnumbered(tx, ports, { userId: box, key: `default rights ${chat}`, update, date, except })
          }
          return update
        })
        return envelope(store.read, userViews, userId, [update], { date, others: [chat] })
      },
    ),
  }
}
