import type { Client } from '@chappe/client'
import { createSeededRandom } from '../../../../packages/transport/src/simulator/random.ts'
import type { BotRoom } from '../../bots/bot-room.ts'
import type { Ledger } from '../../ledger.ts'
import type { Actor, Opening, Write } from '../../traffic.ts'
import { drawByWeight, type Plans } from '../../weighted-plans.ts'
import { botSettingPlans } from './bot-settings.ts'
import { botTalkPlans } from './bot-talk.ts'
import type { BotWriter } from './bot-writes.ts'
import { ephemeralPlans } from './ephemeral.ts'
import { botFilePlans } from './files-over-http.ts'
import { gamePlans, sendGame } from './games.ts'
import { guardedGroupPlans } from './guarded-group.ts'
import { guestBotPlans } from './guest-bot.ts'
import { httpInlineBot } from './inline-over-http.ts'
import { inlineResultPlans, inlineScorePlans, mtprotoInlineBot, sendInlineGame } from './inline-results.ts'
import { managedBotPlans } from './managed-bots.ts'
import { ofHttpBotPlans, toHttpBotPlans } from './over-http.ts'
import { webAppPlans } from './web-apps.ts'

export interface RoomActorOptions {
  readonly room: BotRoom
  readonly seed: number
  readonly ledger: Ledger
  newName(start: string): string
  newRandomId(): bigint
  openClient(deviceModel: string): Client
}

/** Those who write in the room of bots, each what no other one writes; and what comes before. */
export function createRoomActors(options: RoomActorOptions): {
  readonly actors: readonly Actor[]
  readonly opening: Opening
} {
  const { room, ledger, newName, newRandomId, openClient } = options
  const random = createSeededRandom(`${options.seed}/bots`)
  const actor = (name: string, plansOf: (writer: BotWriter) => Plans): Actor => {
    const source = random.branch(name)
    return { name, next: drawByWeight(source, plansOf({ room, ledger, newName, newRandomId, random: source })) }
  }
  const { polled, hooked } = room
  const actors = [
    actor('what a bot says of itself', botSettingPlans),
    actor('bots of a bot', (writer) => managedBotPlans({ ...writer, openClient })),
    actor('a visitor and a bot', botTalkPlans),
    actor('a guest', guestBotPlans),
    actor('inline results', (writer) => inlineResultPlans(writer, mtprotoInlineBot(room))),
    actor('inline results over HTTP', (writer) => inlineResultPlans(writer, httpInlineBot(writer, polled))),
    actor('games', (writer) => [...gamePlans(writer), ...inlineScorePlans(writer)]),
    actor('web apps', webAppPlans),
    actor('a guarded group', guardedGroupPlans),
    actor('ephemeral messages', ephemeralPlans),
    actor('to a polled bot', (writer) => toHttpBotPlans(writer, polled, 'polled')),
    actor('to a hooked bot', (writer) => toHttpBotPlans(writer, hooked, 'hooked')),
    actor('of a polled bot', (writer) => ofHttpBotPlans(writer, polled, 'polled')),
    actor('files of a polled bot', (writer) => botFilePlans(writer, polled, 'polled')),
    actor('files of a hooked bot', (writer) => botFilePlans(writer, hooked, 'hooked')),
  ]
  const writer = { room, ledger, newName, newRandomId, random: random.branch('first') }
  const first: Write[] = [sendGame(writer), sendInlineGame(writer)]
  return { actors, opening: { name: 'the room of bots', writes: first.length, next: () => first.shift() } }
}
