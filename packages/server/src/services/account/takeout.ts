import { describeDevice } from '../../accounts/devices/device-notices.ts'
import { plain, sendServiceMessage } from '../../chats/placing/service-messages.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { randomLong } from '../../ports/random.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { RpcError } from '../../rpc/rpc-error.ts'

const lifetimeSeconds = 7 * 86_400

/** An export of all that is the user's, by the ordinary methods in a wrapper that names the export ("Takeout API"). */
export function createTakeout(ports: ServicePorts): Methods {
  const { store, clock, plausible, random, settings } = ports
  return {
    'account.initTakeoutSession': userMethod(
      { rate: { burst: 5, secondsEach: 60, protects: 'accounts' } },
      async ({ userId, caller }, request) => {
        const now = unixSeconds(clock)
        const { authKeyId, client } = caller.key
        const parts = {
          contacts: request.contacts === true,
          messageUsers: request.messageUsers === true,
          messageChats: request.messageChats === true,
          messageMegagroups: request.messageMegagroups === true,
          messageChannels: request.messageChannels === true,
          files: request.files === true,
        }
        const takeout = { authKeyId, userId, id: randomLong(random), parts, expiresAt: now + lifetimeSeconds }
        const wait = await store.transaction(async (tx) => {
          const authorization = await tx.authorizations.get(authKeyId)
          const oldEnoughAt = (authorization?.createdAt ?? now) + settings.freshSessionSeconds
          const seconds = Math.min(oldEnoughAt - plausible.now(), settings.freshSessionSeconds)
          if (seconds <= 0) await tx.takeouts.put(takeout)
          if (settings.loginNotices) {
            const text = [
              `**Export of your data.** A device asked for a copy of your data: ${plain(describeDevice(client))}.`,
              'If that was not you, end its session in the list of devices.',
            ].join('\n\n')
            await sendServiceMessage(tx, ports, { to: userId, text, date: now })
          }
          return seconds
        })
        // A device that was signed in just now might be a thief's; the others have been told.
        if (wait > 0) throw new RpcError(420, `TAKEOUT_INIT_DELAY_${wait}`)
        return { _: 'account.takeout', id: takeout.id }
      },
    ),

    'account.finishTakeoutSession': userMethod({ takeout: { only: true } }, async ({ caller }) => {
      return store.transaction((tx) => tx.takeouts.remove(caller.key.authKeyId))
    }),

    // The messages of a user are numbered in one range, so there is one split.
    'messages.getSplitRanges': userMethod({ takeout: { only: true } }, async ({ userId }) => {
      const state = await store.read.boxes.state(userId)
      return [{ _: 'messageRange', minId: 1, maxId: Math.max(1, state?.lastMessageId ?? 0) }]
    }),
  }
}
