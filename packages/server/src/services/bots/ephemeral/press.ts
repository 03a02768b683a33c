import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../../core-ports.ts'
import { unixSeconds } from '../../../ports/clock.ts'
import { randomLong } from '../../../ports/random.ts'
import { type Methods, userMethod } from '../../../rpc/handlers.ts'
import { badRequest } from '../../../rpc/rpc-error.ts'
import { allow } from '../../../rules/rights.ts'
import { readStored } from '../../../tl/stored.ts'
import { toEphemeral } from '../../../views/ephemeral-view.ts'
import type { Answers } from '../answers.ts'
import { pressedButton } from '../pressed-message.ts'
import { groupNamed, standingThere } from './parties.ts'

export function createPressEphemeral(ports: ServicePorts, answers: Answers): Methods {
  const {
    store: { read },
    clock,
    random,
  } = ports
  return {
    'ephemeral.getCallbackAnswer': userMethod(
      { rate: { burst: 60, secondsEach: 0.5 } },
      async ({ userId }, { peer, id, data }): Promise<api.messages.BotCallbackAnswer> => {
        const chat = await groupNamed(ports, userId, peer)
        const stored = await read.ephemeralMessages.get(id)
        const message = stored && toEphemeral(stored)
        const isTheirs = stored?.byBot === true && stored.person === userId && stored.chat === chat
        if (message === undefined || !isTheirs) throw badRequest('MESSAGE_ID_INVALID')
        allow(await standingThere(read, userId, chat, unixSeconds(clock)), 'see')
        if (data === undefined) throw badRequest('DATA_INVALID')
        // There is no place for the proof of a password, so a button that wants one is none that can be pressed here.
        pressedButton(message, (button) => {
          if (button._ !== 'keyboardButtonCallback' || button.requiresPassword === true) return false
          return Buffer.compare(button.data, data) === 0
        })
        if ((await read.users.get(stored.bot))?.bot === undefined) throw badRequest('BOT_INVALID')
        const queryId = randomLong(random)
        const asked = { queryId, userId: BigInt(userId), peer: message.peerId, msgId: id, data, message }
        const update: api.Update = { _: 'updateEphemeralBotCallbackQuery', ...asked }
        const answered = await answers.ask({ id: queryId, bot: stored.bot, userId, update })
        const answer = answered?.callback && readStored('messages.BotCallbackAnswer', answered.callback)
        if (answer === undefined) throw badRequest('BOT_RESPONSE_TIMEOUT')
        return answer
      },
    ),
  }
}
