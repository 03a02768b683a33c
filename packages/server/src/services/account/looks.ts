import { type api, encode } from '@chappe/tl-codec/api'
import { setEmojiStatus } from '../../accounts/set-emoji-status.ts'
import type { SessionName } from '../../bus/bus.ts'
import { tellOfUser } from '../../changes/announce.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { parseBirthday } from '../../rules/birthday.ts'
import type { Looks } from '../../store/domain/people/users.ts'
import { mustExist } from './self.ts'

/** Numbers 0 to 6 are the client's own palette, the rest up to here that of the configuration. */
const maxColor = 20

/** Birthday, emoji status and colours. The last two are kept and shown; nobody has to pay for them here. */
export function createLooks(ports: ServicePorts): Methods {
  const { store, clock } = ports

  const change = async (userId: UserId, looks: Looks, except: SessionName): Promise<void> => {
    const update: api.updateUser = { _: 'updateUser', userId: BigInt(userId) }
    await store.transaction(async (tx) => {
      const user = await mustExist(tx, userId)
      await tx.users.setLooks(userId, { ...user, ...looks })
      await recordUnnumbered(tx, ports, { userId, date: unixSeconds(clock), except, key: 'user', update })
      tellOfUser(tx, ports, userId)
    })
  }

  return {
    async 'account.updateBirthday'({ userId, caller }, request) {
      const today = new Date(clock.now())
      const birthday = request.birthday && parseBirthday(request.birthday, today)
      await change(userId, { birthday }, caller.session)
      return true
    },

    async 'account.updateEmojiStatus'({ userId, caller }, request) {
      await setEmojiStatus(ports, userId, request.emojiStatus, caller.session)
      return true
    },

    async 'account.updateColor'({ userId, caller }, request) {
      const { color } = request
      if (color !== undefined && color._ !== 'peerColor') throw badRequest('COLOR_INVALID')
      if (color?.color !== undefined && (color.color < 0 || color.color > maxColor)) throw badRequest('COLOR_INVALID')
      const empty = color === undefined || (color.color === undefined && color.backgroundEmojiId === undefined)
      const stored = empty ? undefined : encode(color)
      const looks = request.forProfile ? { profileColor: stored } : { color: stored }
      await change(userId, looks, caller.session)
      return true
    },
  }
}
