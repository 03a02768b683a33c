import type { api } from '@chappe/tl-codec/api'
import type { SeededRandom } from '../../../../packages/transport/src/simulator/random.ts'
import type { BotRoom } from '../../bots/bot-room.ts'
import type { Told } from '../../bots/told.ts'
import type { Change, Ledger } from '../../ledger.ts'
import { BOT_ROOM } from '../../roles.ts'
import type { Write } from '../../traffic.ts'

/** What those who write in the room of bots have in common. */
export interface BotWriter {
  readonly room: BotRoom
  readonly ledger: Ledger
  readonly random: SeededRandom
  /** A name that nothing else in the run has. */
  newName(start: string): string
  newRandomId(): bigint
}

export function change(fact: string, value: string | undefined): Change {
  return { person: BOT_ROOM, fact, value }
}

export function known({ ledger }: BotWriter, fact: string): string | undefined {
  return ledger.value(BOT_ROOM, fact)
}

/** A write of which a bot is to be told by a certain name. */
export function toldOf(told: Told, name: string, write: Write): Write {
  return {
    ...write,
    async perform() {
      told.begin(name)
      await write.perform()
    },
    onHappened() {
      told.acknowledge(name)
      write.onHappened?.()
    },
  }
}

export function pick<T>({ random }: BotWriter, all: readonly T[]): T | undefined {
  return all[random.int(all.length)]
}

/** The message that a sender is answered with, whole. */
export function messageIn(answer: api.Updates, randomId: bigint): api.message {
  const updates = answer._ === 'updates' ? answer.updates : []
  const id = updates.find((one) => one._ === 'updateMessageID' && one.randomId === randomId)
  for (const update of updates) {
    if (!('message' in update) || typeof update.message !== 'object' || update.message._ !== 'message') continue
    if (id?._ !== 'updateMessageID' || update.message.id === id.id) return update.message
  }
  throw new TypeError(`${answer._} does not show what was sent`)
}
