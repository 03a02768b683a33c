import { type api, encode } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { tellOfUser } from '../../changes/announce.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import { isCustomEmoji } from '../../chats/content/custom-emoji.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { parseBirthday } from '../../rules/birthday.ts'
import { maxRecentStatuses } from '../../rules/sticker-sets.ts'
import type { Looks } from '../../store/domain/people/users.ts'
import { mustExist } from './self.ts'

/** Numbers 0 to 6 are the client's own palette, the rest up to here that of the configuration. */
const maxColor = 20

/** Birthday, emoji status and colours. The last two are kept and shown; nobody has to pay for them here. */
export function createLooks(ports: ServicePorts): Methods {
  const { store, clock } = ports

  const change = async (
    userId: UserId,
    looks: Looks,
    except: SessionName,
    change: { readonly key: string; readonly update: api.Update; readonly status?: number | undefined },
  ): Promise<void> => {
    const { key, update, status } = change
    await store.transaction(async (tx) => {
      const user = await mustExist(tx, userId)
      await tx.users.setLooks(userId, { ...user, ...looks })
      await recordUnnumbered(tx, ports, { userId, date: unixSeconds(clock), except, key, update })
      const now = unixSeconds(clock)
      if (status !== undefined)
        await tx.stickerLists.put(userId, 'status', { document: status, date: now }, maxRecentStatuses)
      tellOfUser(tx, ports, userId)
    })
  }

  const hint = (userId: UserId): { key: string; update: api.Update } => ({
    key: 'user',
    update: { _: 'updateUser', userId: BigInt(userId) },
  })

  return {
    async 'account.updateBirthday'({ userId, caller }, request) {
      const today = new Date(clock.now())
      const birthday = request.birthday && parseBirthday(request.birthday, today)
      await change(userId, { birthday }, caller.session, hint(userId))
      return true
    },

    async 'account.updateEmojiStatus'({ userId, caller }, request) {
      const { emojiStatus } = request
      if (emojiStatus._ !== 'emojiStatus' && emojiStatus._ !== 'emojiStatusEmpty') {
        throw badRequest('COLLECTIBLE_INVALID')
      }
      const until = emojiStatus._ === 'emojiStatus' ? emojiStatus.until : undefined
      if (until !== undefined && until <= unixSeconds(clock)) throw badRequest('UNTIL_DATE_INVALID')
      if (emojiStatus._ === 'emojiStatus' && !(await isCustomEmoji(store.read, emojiStatus.documentId))) {
        throw badRequest('DOCUMENT_INVALID')
      }
      const stored = emojiStatus._ === 'emojiStatusEmpty' ? undefined : encode(emojiStatus)
      await change(userId, { emojiStatus: stored }, caller.session, {
        key: 'emoji status',
        update: { _: 'updateUserEmojiStatus', userId: BigInt(userId), emojiStatus },
        status: emojiStatus._ === 'emojiStatus' ? Number(emojiStatus.documentId) : undefined,
      })
      return true
    },

    async 'account.updateColor'({ userId, caller }, request) {
      const { color } = request
      if (color !== undefined && color._ !== 'peerColor') throw badRequest('COLOR_INVALID')
      if (color?.color !== undefined && (color.color < 0 || color.color > maxColor)) throw badRequest('COLOR_INVALID')
      const empty = color === undefined || (color.color === undefined && color.backgroundEmojiId === undefined)
      const stored = empty ? undefined : encode(color)
      const looks = request.forProfile ? { profileColor: stored } : { color: stored }
      await change(userId, looks, caller.session, hint(userId))
      return true
    },
  }
}
