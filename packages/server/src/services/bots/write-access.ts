import { noteDraft } from '../../chats/content/note-draft.ts'
import { answerWhole } from '../../chats/placing/answer-whole.ts'
import { deliver } from '../../chats/placing/deliver.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { namedBot } from './bot-of-request.ts'

/** Whether a bot may write to somebody who has not written to it ("Web apps", `allowSendMessage`). */
export function createWriteAccess(ports: ServicePorts): Methods {
  const { store, clock } = ports
  return {
    async 'bots.canSendMessage'({ userId }, { bot: input }) {
      const bot = await namedBot(ports, userId, input)
      return (await store.read.dialogs.get(bot.id, userId)) !== undefined
    },

    'bots.allowSendMessage': userMethod(
      { acts: ['send'], rate: { burst: 30, secondsEach: 5 } },
      async ({ userId, caller }, { bot: input }) => {
        const bot = await namedBot(ports, userId, input)
        const date = unixSeconds(clock)
        const action = { _: 'messageActionBotAllowed', fromRequest: true } as const
        const sent = await store.transaction(async (tx) => {
          await allowIn(tx, userId, bot.id, 'send')
          return deliver(tx, ports, noteDraft(action, { from: userId, to: bot.id, date, session: caller.session }))
        })
        return answerWhole(ports, userId, { to: bot.id, date, sent: [sent], scheduled: undefined }, [])
      },
    ),
  }
}
