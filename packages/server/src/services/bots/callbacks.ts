import { type api, encode } from '@chappe/tl-codec/api'
import { checkProof } from '../../accounts/password/check-proof.ts'
import { announceAnswer } from '../../changes/announce.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { chatInstanceOf, toInlineMessageId } from '../../peers/inline-message-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { randomLong } from '../../ports/random.ts'
import { type Methods, type UserContext, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { isButtonUrl } from '../../rules/button-links.ts'
import { isLonger } from '../../rules/text-length.ts'
import { readStored } from '../../tl/stored.ts'
import type { Answers } from './answers.ts'
import { pressedButton, pressedMessage } from './pressed-message.ts'

const maxAnswerLength = 200

/** "Buttons", callback queries: somebody presses a button, and the bot answers. */
export function createBotCallbacks(ports: ServicePorts, answers: Answers): Methods {
  const { store, clock, random, secret, settings, inputPeers } = ports

  /** Some buttons want to know that it is the owner of the account who presses them. */
  const checkPassword = async (
    { userId, caller }: UserContext,
    button: api.KeyboardButton,
    answer: api.InputCheckPasswordSRP | undefined,
  ): Promise<void> => {
    if (button._ !== 'keyboardButtonCallback' || button.requiresPassword !== true) return
    if (answer === undefined) throw badRequest('PASSWORD_HASH_INVALID')
    const problem = await store.transaction(async (tx) => {
      if ((await tx.passwords.get(userId))?.current === undefined) return badRequest('PASSWORD_MISSING')
      return checkProof(tx, ports, { userId, caller, answer })
    })
    if (problem !== undefined) throw problem
  }

  return {
    'messages.getBotCallbackAnswer': userMethod(
      { rate: { burst: 60, secondsEach: 0.5 } },
      async (context, request): Promise<api.messages.BotCallbackAnswer> => {
        const { userId } = context
        const chat = await inputPeers.chat(userId, request.peer)
        const { bot, message, there, name } = await pressedMessage(ports, userId, chat, request.msgId)
        const { data } = request
        const button = pressedButton(message, (one) =>
          request.game === true
            ? one._ === 'keyboardButtonGame'
            : one._ === 'keyboardButtonCallback' && data !== undefined && Buffer.compare(one.data, data) === 0,
        )
        if ((await store.read.users.get(bot))?.bot === undefined) throw badRequest('BOT_INVALID')
        await checkPassword(context, button, request.password)
        const query = {
          queryId: randomLong(random),
          userId: BigInt(userId),
          chatInstance: chatInstanceOf(secret, bot, chat.kind === 'private' ? userId : chat.peer),
          ...(request.game === true ? { gameShortName: gameOf(message) } : { data }),
        }
        const update: api.Update =
          there === undefined
            ? {
                _: 'updateInlineBotCallbackQuery',
                ...query,
                msgId: toInlineMessageId(secret, settings.dcId, bot, name),
              }
            : { _: 'updateBotCallbackQuery', ...query, peer: there.peer, msgId: there.id }
        const answered = await answers.ask({ id: query.queryId, bot, userId, update })
        const answer = answered?.callback && readStored('messages.BotCallbackAnswer', answered.callback)
        if (answer === undefined) throw badRequest('BOT_RESPONSE_TIMEOUT')
        return answer
      },
    ),

    'messages.setBotCallbackAnswer': userMethod(
      { rate: { burst: 500, secondsEach: 0.02 } },
      async ({ userId }, { queryId, alert, message, url, cacheTime }) => {
        if (isLonger(message ?? '', maxAnswerLength)) throw badRequest('MESSAGE_TOO_LONG')
        if (url !== undefined && !isButtonUrl(url)) throw badRequest('URL_INVALID')
        await store.transaction(async (tx) => {
          const query = await tx.botQueries.get(queryId)
          const isOwn = query?.bot === userId && query.expiresAt > unixSeconds(clock)
          if (query === undefined || !isOwn || !asksByButton(query.asked)) throw badRequest('QUERY_ID_INVALID')
          // The first answer counts.
          if (query.callback !== undefined) return
          const answer: api.messages.botCallbackAnswer = {
            ...{ _: 'messages.botCallbackAnswer', alert: alert || undefined, hasUrl: url !== undefined || undefined },
            ...{ nativeUi: true, message: message || undefined, url, cacheTime: Math.max(0, cacheTime) },
          }
          await tx.botQueries.put({ ...query, callback: encode(answer) })
          announceAnswer(tx, ports, queryId)
        })
        return true
      },
    ),
  }
}

function asksByButton(asked: Uint8Array): boolean {
  switch (readStored('Update', asked)?._) {
    case 'updateBotCallbackQuery':
    case 'updateInlineBotCallbackQuery':
    case 'updateEphemeralBotCallbackQuery':
      return true
    default:
      return false
  }
}

function gameOf({ media }: api.message): string {
  return media?._ === 'messageMediaGame' ? media.game.shortName : ''
}
