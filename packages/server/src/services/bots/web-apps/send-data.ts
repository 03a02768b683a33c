import { noteDraft } from '../../../chats/content/note-draft.ts'
import { answerWhole } from '../../../chats/placing/answer-whole.ts'
import { deliver } from '../../../chats/placing/deliver.ts'
import { allowIn } from '../../../chats/rights.ts'
import type { ServicePorts } from '../../../core-ports.ts'
import { unixSeconds } from '../../../ports/clock.ts'
import { type Methods, userMethod } from '../../../rpc/handlers.ts'
import { badRequest } from '../../../rpc/rpc-error.ts'
import { namedBot } from '../bot-of-request.ts'

/** In bytes, as the public interface of web apps has it (`Telegram.WebApp.sendData`). */
const maxDataBytes = 4096
const maxTextLength = 256

/** "Keyboard Button Mini Apps": what an app gives to the bot by whose keyboard it was opened, and closes. */
export function createSendWebViewData(ports: ServicePorts): Methods {
  const { store, clock } = ports
  return {
    'messages.sendWebViewData': userMethod(
      { acts: ['send'], rate: { burst: 60, secondsEach: 1 } },
      async ({ userId, caller }, { bot: input, randomId, buttonText: text, data }) => {
        const bot = await namedBot(ports, userId, input)
        if (text === '' || text.length > maxTextLength) throw badRequest('BUTTON_TEXT_INVALID')
        if (data === '' || Buffer.byteLength(data) > maxDataBytes) throw badRequest('DATA_INVALID')
        const date = unixSeconds(clock)
        const sent = await store.transaction(async (tx) => {
          await allowIn(tx, userId, bot.id, 'send')
          const note = noteDraft(
            { _: 'messageActionWebViewDataSent', text },
            { from: userId, to: bot.id, date, session: caller.session },
          )
          // What was said is for the bot alone.
          const theirAction = { _: 'messageActionWebViewDataSentMe', text, data } as const
          return deliver(tx, ports, { ...note, randomId, theirAction })
        })
        return answerWhole(ports, userId, { to: bot.id, date, sent: [sent], scheduled: undefined }, [randomId])
      },
    ),
  }
}
