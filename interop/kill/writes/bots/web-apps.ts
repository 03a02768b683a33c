import type { api } from '@chappe/tl-codec/api'
import { APP_NAME, APP_URL, POLLED_NAME } from '../../bots/bot-room.ts'
import { inlineResult } from '../../bots/listening-bot.ts'
import { toUser } from '../../bots/room-names.ts'
import type { Write } from '../../traffic.ts'
import type { Plans } from '../../weighted-plans.ts'
import { type BotWriter, change, toldOf } from './bot-writes.ts'

const platform = 'web'
/** So many apps one may have open, and so much may be asked of a bot, in a while. */
const MUCH = ['FLOOD_WAIT']

/** What the apps of a bot do, which the run is itself. */
export function webAppPlans(writer: BotWriter): Plans {
  const { room, newName, newRandomId } = writer
  const { bot, visitor, owner, prepared, visitorForBots } = room
  const named = toUser(bot.toVisitor)
  const inChat = (name: string): string => `bot chat / ${name}`

  /** The bot learns from its app which query that was, and sends in the visitor's name. */
  const sendResult = (): Write => {
    const name = newName('result r')
    const message = `${name} bought`
    return toldOf(bot.told, message, {
      kind: 'send the result of an app',
      changes: [change(inChat(name), message)],
      // The session ends with it.
      doneBefore: ['QUERY_ID_INVALID'],
      refusals: MUCH,
      async perform() {
        const opened = { peer: bot.toVisitor, bot: named }
        const { queryId, url } = await visitor.client.call({
          ...{ _: 'messages.requestWebView', ...opened, url: APP_URL, platform },
        })
        if (queryId === undefined) throw new TypeError('an app of a bot’s chat has a query')
        await visitor.client.call({ _: 'messages.prolongWebView', ...opened, queryId })
        const sent = { botQueryId: queryIn(url), result: inlineResult(message) }
        await bot.client.call({ _: 'messages.sendWebViewResultMessage', ...sent })
      },
    })
  }

  const sendData = (): Write => {
    const data = newName('data d')
    const randomId = newRandomId()
    return toldOf(bot.told, data, {
      kind: 'give the data of an app',
      changes: [change(inChat(data), 'yes')],
      async perform() {
        const given = { bot: named, randomId, buttonText: data, data }
        await visitor.client.call({ _: 'messages.sendWebViewData', ...given })
      },
    })
  }

  /** By a direct link: the first time the bot may write from then on, and is told so once. */
  const openByLink = (): Write => ({
    kind: 'open an app by a link',
    changes: [change('the polled bot may write to the owner', 'yes')],
    async perform() {
      const peer = await owner.client.resolve(`@${POLLED_NAME}`)
      if (peer._ !== 'inputPeerUser') throw new TypeError('a bot is a user')
      const app: api.InputBotApp = { _: 'inputBotAppShortName', botId: toUser(peer), shortName: APP_NAME }
      await owner.client.call({ _: 'messages.requestAppWebView', peer, app, platform, writeAllowed: true })
    },
  })

  const prepareMessage = (): Write => {
    const title = newName('prepared ')
    return {
      kind: 'prepare a message',
      changes: [change('prepared message', title)],
      refusals: MUCH,
      async perform() {
        const offered = { userId: toUser(visitorForBots), result: inlineResult(title) }
        const { id } = await bot.client.call({ _: 'messages.savePreparedInlineMessage', ...offered })
        prepared.message = id
      },
    }
  }

  const prepareButton = (): Write => {
    const text = newName('button ')
    const buttonId = 1 + writer.random.int(1_000_000_000)
    const button: api.inputKeyboardButtonRequestPeer = {
      ...{ _: 'inputKeyboardButtonRequestPeer', text, buttonId, maxQuantity: 1 },
      peerType: { _: 'requestPeerTypeUser' },
    }
    return {
      kind: 'share somebody with a bot',
      changes: [change('prepared button', text), change(inChat(`shared ${buttonId}`), 'yes')],
      refusals: MUCH,
      async perform() {
        const offered = { userId: toUser(visitorForBots), button }
        const { webappReqId } = await bot.client.call({ _: 'bots.requestWebViewButton', ...offered })
        prepared.button = webappReqId
        const shared = { peer: bot.toVisitor, webappReqId, buttonId, requestedPeers: [room.ownerForVisitor] }
        await visitor.client.call({ _: 'messages.sendBotRequestedPeer', ...shared })
      },
    }
  }

  return [
    [2, sendResult],
    [2, sendData],
    [1, openByLink],
    [1, prepareMessage],
    [1, prepareButton],
  ]
}

/** What an app is told of its query ("Initializing Mini Apps"). */
function queryIn(url: string): string {
  const params = new URLSearchParams(new URL(url).hash.slice(1))
  const query = new URLSearchParams(params.get('tgWebAppData') ?? '').get('query_id')
  if (query === null) throw new TypeError('the app is told its query')
  return query
}
