import { parseInlineResult } from '../../chats/content/inline-results.ts'
import { openCall, sayAsGuest } from '../../chats/guests/say-as-guest.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { toInlineMessageId } from '../../peers/inline-message-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { contentOfResult } from './inline-result-content.ts'

/** "Guest mode for bots": a bot that was called in a chat which it is not in answers there, once. */
export function createSetGuestResult(ports: ServicePorts): Methods {
  const { store, clock, secret, settings } = ports
  return {
    'messages.setBotGuestChatResult': userMethod(
      { acts: ['send'], rate: { burst: 500, secondsEach: 0.05 } },
      async ({ userId: bot }, request) => {
        // Before anything is fetched for it.
        await openCall(store.read, bot, request.queryId, unixSeconds(clock))
        const result = await parseInlineResult(ports, bot, request.result)
        const { sendMessage } = result
        const content = await contentOfResult(ports, bot, result)
        const said = {
          ...content,
          ...{ replyMarkup: sendMessage.replyMarkup, silent: false, noforwards: false },
          invertMedia: 'invertMedia' in sendMessage && sendMessage.invertMedia === true,
        }
        const name = await store.transaction(async (tx) => {
          const date = unixSeconds(clock)
          const call = await openCall(tx, bot, request.queryId, date)
          const name = await sayAsGuest(tx, ports, call, said, date)
          // That was the answer.
          await tx.botQueries.put({ ...call.query, expiresAt: date })
          return name
        })
        return toInlineMessageId(secret, settings.dcId, bot, name)
      },
    ),
  }
}
