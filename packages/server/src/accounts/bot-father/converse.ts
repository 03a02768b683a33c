import type { ServicePorts } from '../../core-ports.ts'
import { isUser, type UnixTime, type UserId } from '../../ids.ts'
import { isBotUsername, parseFirstName } from '../../rules/names.ts'
import { invalid } from '../../rules/refusal.ts'
import type { UserRecord } from '../../store/domain/people/users.ts'
import type { Transaction } from '../../store/store.ts'
import { createBot, maxBotsOfOwner } from '../bots/create-bot.ts'
import { changes } from './changes.ts'
import { idle, type State } from './state.ts'
import type { Turn } from './turn.ts'

const secondsPerDay = 86_400
/** So many bots one may make in a day, also if they are deleted again. */
const maxMadeInDay = 40

export interface Asked {
  readonly userId: UserId
  readonly said: string
  /** The number of a photo that it stands below. */
  readonly photo?: number | undefined
  readonly state: State
  readonly date: UnixTime
}

const help = [
  'Here bots are made and changed.',
  '',
  '/newbot - make a bot',
  '/mybots - your bots',
  ...Object.entries(changes).map(([name, { summary }]) => `/${name} - ${summary}`),
  '/cancel - leave off what was begun',
].join('\n')

/** One turn of a conversation, within the unit of what was said. Throws a `Refusal` for what cannot be. */
export async function converse(tx: Transaction, ports: ServicePorts, asked: Asked): Promise<Turn> {
  const { said, state } = asked
  const [, command] = /^\/([a-z]+)(?:@botfather)?(?:\s|$)/i.exec(said) ?? []
  switch (command?.toLowerCase()) {
    case undefined:
      return goOn(tx, ports, asked)
    case 'start':
    case 'help':
      return { text: help, state: idle(state) }
    case 'cancel':
      return {
        text: state.doing === undefined ? 'Nothing was begun.' : `/${state.doing} is left off.`,
        state: idle(state),
      }
    case 'newbot':
      return begin(asked)
    case 'mybots':
      return list(tx, asked)
    case 'empty':
      return goOn(tx, ports, { ...asked, said: '' })
    default: {
      const doing = command?.toLowerCase() ?? ''
      if (!Object.hasOwn(changes, doing)) return { text: `There is no /${doing}. See /help.`, state }
      return choose(tx, ports, asked, doing)
    }
  }
}

function begin({ state, date }: Asked): Turn {
  if (isTooMuch(state, date)) return { text: 'You have made many bots today. Go on tomorrow.', state: idle(state) }
  return { text: 'A new bot. What is it to be called?', state: { ...idle(state), doing: 'newbot' } }
}

function isTooMuch({ day, made = 0 }: State, date: UnixTime): boolean {
  return day === Math.floor(date / secondsPerDay) && made >= maxMadeInDay
}

async function ownBots(tx: Transaction, owner: UserId): Promise<UserRecord[]> {
  return tx.users.bots({ owner, after: 0, limit: maxBotsOfOwner })
}

function namesOf(bots: readonly UserRecord[]): string[][] {
  const names = bots.map(({ username }) => `@${username ?? ''}`)
  return Array.from({ length: Math.ceil(names.length / 2) }, (_, row) => names.slice(2 * row, 2 * row + 2))
}

async function list(tx: Transaction, { userId, state }: Asked): Promise<Turn> {
  const bots = await ownBots(tx, userId)
  if (bots.length === 0) return { text: 'You have no bots yet. /newbot makes one.', state: idle(state) }
  return { text: 'Choose a bot.', keyboard: namesOf(bots), state: { ...idle(state), doing: 'mybots' } }
}

/** Which bot is meant; there may be only one. */
async function choose(tx: Transaction, ports: ServicePorts, asked: Asked, doing: string): Promise<Turn> {
  const { userId, state } = asked
  // One that was chosen among all is meant.
  const chosen = state.bot === undefined || state.doing !== undefined ? undefined : await ownBot(tx, userId, state.bot)
  if (chosen !== undefined) return ask(tx, ports, { ...asked, state: { ...state, doing } }, chosen)
  const bots = await ownBots(tx, userId)
  if (bots.length === 0) return { text: 'You have no bots yet. /newbot makes one.', state: idle(state) }
  return { text: 'Of which bot?', keyboard: namesOf(bots), state: { ...idle(state), doing } }
}

async function goOn(tx: Transaction, ports: ServicePorts, asked: Asked): Promise<Turn> {
  const { userId, said, state } = asked
  const { doing, bot: named } = state
  if (doing === undefined) return { text: help, state: idle(state) }
  if (doing === 'newbot') return make(tx, ports, asked)
  if (named === undefined) {
    const bot = await ownBot(tx, userId, said)
    if (bot === undefined) return { text: 'You have no such bot. Choose one, or /cancel.', state }
    if (doing === 'mybots') return offer(bot, state)
    return ask(tx, ports, asked, bot)
  }
  const bot = await ownBot(tx, userId, named)
  if (bot === undefined) return { text: 'You have no such bot any more.', state: idle(state) }
  const change = changes[doing]
  if (change === undefined) return { text: help, state: idle(state) }
  return { state: idle(state), ...(await change.change(tx, ports, bot, said, asked.photo)) }
}

/** All that can be done with a bot. */
function offer({ username }: UserRecord, state: State): Turn {
  const commands = Object.keys(changes).map((name) => `/${name}`)
  const rows = Array.from({ length: Math.ceil(commands.length / 3) }, (_, row) => commands.slice(3 * row, 3 * row + 3))
  return { text: `What is to be done with @${username}?`, keyboard: rows, state: { ...idle(state), bot: username } }
}

async function ask(tx: Transaction, ports: ServicePorts, { state }: Asked, bot: UserRecord): Promise<Turn> {
  const doing = state.doing ?? ''
  const change = changes[doing]
  if (change === undefined) return { text: help, state: idle(state) }
  const { question, keyboard } = change
  if (question === undefined) return { state: idle(state), ...(await change.change(tx, ports, bot, '')) }
  return { text: question, keyboard, state: { ...idle(state), doing, bot: bot.username } }
}

async function ownBot(tx: Transaction, owner: UserId, said: string): Promise<UserRecord | undefined> {
  const username = said.replace(/^@/, '')
  if (!isBotUsername(username)) return undefined
  const peer = await tx.usernames.resolve(username)
  const user = peer === undefined || !isUser(peer) ? undefined : await tx.users.get(peer)
  return user?.bot?.owner === owner ? user : undefined
}

/** First its name, then its username. */
async function make(tx: Transaction, ports: ServicePorts, { userId, said, state, date }: Asked): Promise<Turn> {
  if (state.name === undefined) {
    const name = parseFirstName(said)
    const text = 'And its username? It ends in "bot", as weather_bot does.'
    return { text, state: { ...state, name } }
  }
  if (isTooMuch(state, date)) throw invalid('BOTS_TOO_MUCH')
  const made = await createBot(tx, ports, { name: state.name, username: said.replace(/^@/, ''), owner: userId, date })
  const day = Math.floor(date / secondsPerDay)
  const count = state.day === day ? (state.made ?? 0) + 1 : 1
  const text = [
    `Here is @${made.user.username}. This is its token, by which its program signs in:`,
    made.token,
    'Whoever has it can act as the bot, so show it to nobody. /setcommands and /setdescription say what it can do.',
  ].join('\n\n')
  return { text, code: made.token, state: { day, made: count } }
}
