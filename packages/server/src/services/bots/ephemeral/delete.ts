import type { api } from '@chappe/tl-codec/api'
import { holdBoxes } from '../../../changes/hold-boxes.ts'
import type { ServicePorts } from '../../../core-ports.ts'
import { toPeer } from '../../../peers/peer-id.ts'
import { unixSeconds } from '../../../ports/clock.ts'
import { type Methods, userMethod } from '../../../rpc/handlers.ts'
import { badRequest } from '../../../rpc/rpc-error.ts'
import { groupNamed, userNamed } from './parties.ts'
import { tellParty } from './tell.ts'

export function createDeleteEphemeral(ports: ServicePorts): Methods {
  const { store, clock } = ports
  return {
    /** Either of the two deletes it for both; the group is left out of it, also by who is not in it any more. */
    'ephemeral.deleteMessage': userMethod(
      { acts: ['delete for both'], rate: { burst: 500, secondsEach: 0.05 } },
      async ({ userId, caller }, request) => {
        const { id } = request
        const chat = await groupNamed(ports, userId, request.peer)
        const receiver = await userNamed(ports, userId, request.receiverId)
        const date = unixSeconds(clock)
        await store.transaction(async (tx) => {
          const stored = await tx.ephemeralMessages.get(id)
          const isOfBoth = stored !== undefined && (stored.bot === userId || stored.person === userId)
          const isNamed = isOfBoth && stored.chat === chat && receiver === (stored.byBot ? stored.person : stored.bot)
          if (!isNamed) throw badRequest('MESSAGE_ID_INVALID')
          await tx.ephemeralMessages.remove(id)
          const update: api.Update = { _: 'updateDeleteEphemeralMessages', peer: toPeer(chat), ids: [id] }
          await holdBoxes(tx, [stored.bot, stored.person])
          for (const party of [stored.bot, stored.person]) {
            await tellParty(tx, ports, party, { id, update, date, except: caller.session })
          }
        })
        return true
      },
    ),
  }
}
