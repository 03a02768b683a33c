import { type Client, type Delivered, RpcError } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import type { Hearing } from './told.ts'

/** What updates name by numbers alone, as the run calls it. */
export interface BotNotes {
  /** The polls of the bot. */
  readonly polls: Map<bigint, string>
  /** Its messages, by the numbers that they have for it. */
  readonly messages: Map<number, string>
  /** What was sent through it, by the query that it came of. */
  readonly inline: Map<string, api.InputBotInlineMessageID>
  /** The calls into a chat that it is not in that it has answered. */
  readonly answeredCalls: Set<string>
}

export interface ListeningBotOptions {
  readonly client: Client
  readonly hearing: Hearing
  readonly notes: BotNotes
  /** Of the person who talks to it. */
  readonly visitor: bigint
  /** Whether it answers what it is asked. */
  readonly answers: boolean
}

/** A device of a bot that signed in over MTProto: notes what it is told, and answers. */
export class ListeningBot {
  readonly complaints: string[] = []
  readonly client: Client
  readonly hearing: Hearing
  readonly #options: ListeningBotOptions
  #joined = 0
  #left = 0
  #closed = false

  constructor(options: ListeningBotOptions) {
    const { client, hearing } = options
    this.client = client
    this.hearing = hearing
    this.#options = options
    client.on('update', (delivered) => this.#take(delivered))
    for (const event of ['violation', 'fatal'] as const) {
      client.on(event, (error) => this.complaints.push(`${hearing.who}: ${error.message}`))
    }
    client.on('gap', ({ from, to }) => this.complaints.push(`${hearing.who} lost updates ${from} to ${to}`))
    client.on('unknownUpdate', ({ error }) => this.complaints.push(`${hearing.who}: ${error.message}`))
    client.on('signedOut', () => this.complaints.push(`${hearing.who} was signed out`))
  }

  close(): Promise<void> {
    this.#closed = true
    return this.client.close()
  }

  #take({ update, users }: Delivered): void {
    const name = this.#nameOf(update, users)
    if (name !== undefined) this.hearing.hear(name, { mayRepeat: mayRepeat(update) })
    if ('queryId' in update && update.queryId !== undefined) this.#answer(update, update.queryId)
  }

  #nameOf(update: api.Update, users: readonly api.User[]): string | undefined {
    const { notes, visitor } = this.#options
    switch (update._) {
      case 'updateNewMessage':
        return saidIn(update.message, visitor)
      case 'updateMessagePollVote':
        return `vote ${notes.polls.get(update.pollId)}`
      case 'updateBotMessageReaction':
        return update.newReactions.length === 0 ? undefined : `reacted ${notes.messages.get(update.msgId)}`
      case 'updateBotCallbackQuery':
        return `press ${pressed(update)}`
      case 'updateInlineBotCallbackQuery':
        return `inline-press ${pressed(update)}`
      case 'updateEphemeralBotCallbackQuery':
        return `alone-press ${pressed(update)}`
      case 'updateBotInlineQuery':
        return `asked ${update.query}`
      case 'updateBotInlineSend':
        if (update.msgId !== undefined) notes.inline.set(update.query, update.msgId)
        return `chosen ${update.query}`
      case 'updateBotGuestChatQuery':
        return callIn(update.message)
      case 'updateChannelParticipant': {
        if (update.userId !== visitor) return undefined
        const { _: now } = update.newParticipant ?? { _: 'channelParticipantLeft' }
        return now === 'channelParticipantLeft' ? `left ${++this.#left}` : `joined ${++this.#joined}`
      }
      case 'updateManagedBot': {
        const made = users.find(({ id }) => id === update.botId)
        return `managed ${made?._ === 'user' ? made.username : update.botId}`
      }
      default:
        return undefined
    }
  }

  #answer(update: api.Update, queryId: bigint): void {
    const answer = answerTo(update, queryId)
    if (answer === undefined) return
    if (!this.#options.answers) return
    const noteAnswered = (): void => {
      if (update._ === 'updateBotGuestChatQuery') this.#options.notes.answeredCalls.add(callIn(update.message))
    }
    this.client.call(answer).then(noteAnswered, (error: unknown) => {
      // An answer that a kill has swallowed was the first one, which counts; whoever asked may be gone, too.
      if (error instanceof RpcError && error.type === 'QUERY_ID_INVALID') noteAnswered()
      else if (!this.#closed) this.complaints.push(`${this.hearing.who} could not answer: ${String(error)}`)
    })
  }
}

/**
 * What has no number (`pts`, `qts`) is told again to a device that was cut off, since nothing says that it came; whoever was asking over a
 * kill asks again; and a bot that has another token is told of as one that was made.
 */
function mayRepeat(update: api.Update): boolean {
  return !('pts' in update || 'qts' in update) || update._ === 'updateManagedBot'
}

/** The words of somebody, or what an app of theirs gave to the bot. */
function saidIn(message: api.Message, visitor: bigint): string | undefined {
  if (message._ === 'messageEmpty' || message.out || message.peerId._ !== 'peerUser') return undefined
  if (message.peerId.userId !== visitor) return undefined
  if (message._ === 'message') return message.message
  return message.action._ === 'messageActionWebViewDataSentMe' ? message.action.data : undefined
}

/** By the first two words of who called. */
function callIn(message: api.Message): string {
  return message._ === 'message' ? message.message.split(' ', 2).join(' ') : ''
}

/** What stands behind a button. */
function pressed({ data = new Uint8Array() }: { readonly data?: Uint8Array | undefined }): string {
  return Buffer.from(data).toString()
}

/** No answer can be another's. */
export function answerToPress(data: string): string {
  return `answer ${data}`
}

function answerTo(update: api.Update, queryId: bigint): api.Method | undefined {
  switch (update._) {
    case 'updateBotCallbackQuery':
    case 'updateInlineBotCallbackQuery':
    case 'updateEphemeralBotCallbackQuery':
      return { _: 'messages.setBotCallbackAnswer', queryId, message: answerToPress(pressed(update)), cacheTime: 0 }
    case 'updateBotInlineQuery':
      return { _: 'messages.setInlineBotResults', queryId, results: resultsFor(update.query), cacheTime: 300 }
    case 'updateBotGuestChatQuery': {
      const [, number] = callIn(update.message).split(' ')
      return { _: 'messages.setBotGuestChatResult', queryId, result: inlineResult(`guest ${number} came`) }
    }
    case 'updateBotChatInviteRequester':
      return { _: 'bots.setJoinChatResults', queryId, result: { _: 'joinChatBotResultApproved' } }
    default:
      return undefined
  }
}

/** Below which a game is sent. */
export const gameQuery = 'game'
export const gameName = 'chess'

/** A text with a button, so that the bot can change it later; or the game. */
function resultsFor(query: string): api.InputBotInlineResult[] {
  if (query === gameQuery) {
    const sendMessage: api.inputBotInlineMessageGame = { _: 'inputBotInlineMessageGame' }
    return [{ _: 'inputBotInlineResultGame', id: resultId, shortName: gameName, sendMessage }]
  }
  return [inlineResult(`${query} inline`)]
}

export const resultId = 'one'

export function inlineResult(message: string): api.inputBotInlineResult {
  const replyMarkup = lookButton(message)
  const sendMessage: api.inputBotInlineMessageText = { _: 'inputBotInlineMessageText', message, replyMarkup }
  return { _: 'inputBotInlineResult', id: resultId, type: 'article', title: message, sendMessage }
}

/** Behind it stands what the message says, so that whoever presses it knows which keyboard is there. */
export function lookButton(message: string): api.replyInlineMarkup {
  return keyboard({ _: 'keyboardButtonCallback', text: 'Look', data: Buffer.from(message) })
}

export function keyboard(...buttons: readonly api.KeyboardButton[]): api.replyInlineMarkup {
  return { _: 'replyInlineMarkup', rows: [{ _: 'keyboardButtonRow', buttons: [...buttons] }] }
}
