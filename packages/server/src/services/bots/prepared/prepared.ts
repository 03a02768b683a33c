import { type api, encode } from '@chappe/tl-codec/api'
import { parseInlineResult } from '../../../chats/content/inline-results.ts'
import { parseReplyMarkup } from '../../../chats/content/reply-markup.ts'
import type { ServicePorts } from '../../../core-ports.ts'
import type { UserId } from '../../../ids.ts'
import { unixSeconds } from '../../../ports/clock.ts'
import { randomLong } from '../../../ports/random.ts'
import { type Methods, userMethod } from '../../../rpc/handlers.ts'
import { badRequest, floodWait } from '../../../rpc/rpc-error.ts'
import { fromAppQueryId, toAppQueryId } from '../../../rules/web-apps.ts'
import type { Prepared } from '../../../store/domain/people/web-apps.ts'
import { readStored } from '../../../tl/stored.ts'
import { viewInlineResults } from '../../../views/inline-results-view.ts'
import { shownButton } from '../../../views/shown-keyboard.ts'
import { namedBot } from '../bot-of-request.ts'

/** So long an app may offer what its bot has prepared. */
const preparedSeconds = 86_400
/** So much a bot may have prepared at a time. */
const maxPrepared = 10_000

/** What a bot prepares for one person, whom its app then asks ("Mini Apps", `shareMessage` and `requestChat`). */
export function createPrepared(ports: ServicePorts): Methods {
  const { store, clock, random, inputPeers, userViews } = ports
  const { read } = store

  const prepare = async (
    bot: UserId,
    person: api.InputUser,
    make: (id: bigint) => Promise<Pick<Prepared, 'message' | 'button'>>,
  ): Promise<Prepared> => {
    const userId = await inputPeers.user(bot, person)
    if (userId === undefined) throw badRequest('USER_ID_INVALID')
    const id = randomLong(random)
    const expiresAt = unixSeconds(clock) + preparedSeconds
    const prepared = { id, bot, userId, expiresAt, ...(await make(id)) }
    await store.transaction(async (tx) => {
      if ((await tx.webApps.countPrepared(bot)) >= maxPrepared) throw floodWait(60)
      await tx.webApps.putPrepared(prepared)
    })
    return prepared
  }

  const find = async (userId: UserId, input: api.InputUser, named: string): Promise<Prepared | undefined> => {
    const bot = await namedBot(ports, userId, input)
    const id = fromAppQueryId(named)
    const prepared = id === undefined ? undefined : await read.webApps.prepared(id)
    const isTheirs = prepared?.userId === userId && prepared.bot === bot.id
    return isTheirs && prepared.expiresAt > unixSeconds(clock) ? prepared : undefined
  }

  return {
    'messages.savePreparedInlineMessage': userMethod(
      { rate: { burst: 200, secondsEach: 0.2 } },
      async ({ userId: bot }, { userId, result: input, peerTypes = [] }) => {
        const prepared = await prepare(bot, userId, async (queryId) => {
          const result = await parseInlineResult(ports, bot, input)
          const message = { result, peerTypes, cacheTime: preparedSeconds, users: [] }
          return { message: encode({ _: 'messages.preparedInlineMessage', queryId, ...message }) }
        })
        return {
          ...{ _: 'messages.botPreparedInlineMessage', id: toAppQueryId(prepared.id) },
          expireDate: prepared.expiresAt,
        }
      },
    ),

    'messages.getPreparedInlineMessage': userMethod(
      { rate: { burst: 100, secondsEach: 0.5 } },
      async ({ userId }, { bot, id }) => {
        const prepared = await find(userId, bot, id)
        const message = prepared?.message && readStored('messages.PreparedInlineMessage', prepared.message)
        if (prepared === undefined || message === undefined) throw badRequest('RESULT_ID_INVALID')
        const [result = message.result] = await viewInlineResults(read, userId, [message.result])
        const users = await userViews.of(read, userId, [prepared.bot])
        return { ...message, result, cacheTime: prepared.expiresAt - unixSeconds(clock), users }
      },
    ),

    'bots.requestWebViewButton': userMethod(
      { rate: { burst: 200, secondsEach: 0.2 } },
      async ({ userId: bot }, { userId, button }) => {
        if (button._ !== 'inputKeyboardButtonRequestPeer') throw badRequest('BUTTON_TYPE_INVALID')
        const prepared = await prepare(bot, userId, async () => {
          const rows: api.KeyboardButtonRow[] = [{ _: 'keyboardButtonRow', buttons: [button] }]
          const markup = await parseReplyMarkup(ports, bot, { _: 'replyKeyboardMarkup', rows })
          const parsed = markup?._ === 'replyKeyboardMarkup' ? markup.rows[0]?.buttons[0] : undefined
          if (parsed === undefined) throw badRequest('BUTTON_TYPE_INVALID')
          return { button: encode(parsed) }
        })
        return { _: 'bots.requestedButton', webappReqId: toAppQueryId(prepared.id) }
      },
    ),

    'bots.getRequestedWebViewButton': userMethod(
      { rate: { burst: 100, secondsEach: 0.5 } },
      async ({ userId }, { bot, webappReqId }) => {
        const prepared = await find(userId, bot, webappReqId)
        const button = prepared?.button && readStored('KeyboardButton', prepared.button)
        if (button === undefined) throw badRequest('WEBAPP_REQ_ID_INVALID')
        return shownButton(button)
      },
    ),
  }
}
