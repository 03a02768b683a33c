import { type api, encode } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../core-ports.ts'
import type { UserId } from '../ids.ts'
import { unixSeconds } from '../ports/clock.ts'
import { logFailure } from '../rpc/log-failure.ts'
import { firstQts } from '../store/domain/secret/device-queues.ts'
import { inSteps } from '../store/in-steps.ts'
import type { Transaction } from '../store/store.ts'
import { readStored } from '../tl/stored.ts'
import { holdBoxes } from './hold-boxes.ts'
import { recordUnnumbered } from './record-change.ts'

/** A bot that was away is told of what it missed so much later, as the public server keeps updates. */
const keptSeconds = 86_400
/** So many events get their numbers in one unit. */
const perUnit = 100

/** Within a unit: tells a bot of something, also if it is away for a day. No two things have the same key. */
export async function tellBot(
  tx: Transaction,
  ports: ServicePorts,
  bot: UserId,
  key: string,
  update: api.Update,
): Promise<void> {
  const date = unixSeconds(ports.clock)
  await recordUnnumbered(tx, ports, { userId: bot, key, update, date, expiresAt: date + keptSeconds })
}

/** What the public API counts by `qts` ("Working with Updates"), for which there is one count of a bot. */
type CountedUpdate = Extract<api.Update, { readonly qts: number }>
/** Distributes over the union, which `Omit` alone does not. */
type Uncounted<Update> = Update extends CountedUpdate ? Omit<Update, 'qts'> : never

/**
 * Within a unit: as `tellBot`, of what is counted by `qts`. It is written down with the change itself; its number it gets in a
 * unit after this one, since this one has boxes in an order of its own, of which the bot's would be one more.
 */
export async function tellBotCounted(
  tx: Transaction,
  ports: ServicePorts,
  bots: readonly UserId[],
  event: Uncounted<CountedUpdate>,
): Promise<void> {
  if (bots.length === 0) return
  const update = encode({ ...event, qts: 0 })
  for (const bot of bots) await tx.botEvents.add({ bot, update })
  tx.onCommit(() => {
    numberBotEvents(ports).catch((error: unknown) => {
      // They stay where they are, and upkeep tries again.
      logFailure(ports.log, 'warn', 'bots were not told of what has happened', error)
    })
  })
}

/** Puts what has happened into the boxes of the bots that it is for, in its order. */
export async function numberBotEvents(ports: ServicePorts): Promise<void> {
  await inSteps(ports.store, perUnit, async (tx, limit) => {
    const events = await tx.botEvents.take(limit)
    if (events.length === 0) return 0
    const here = await tx.boxes.states([...new Set(events.map(({ bot }) => bot))])
    await holdBoxes(tx, here.keys())
    for (const { bot, update } of events) if (here.has(bot)) await tellNumbered(tx, ports, bot, update)
    return events.length
  })
}

async function tellNumbered(tx: Transaction, ports: ServicePorts, bot: UserId, event: Uint8Array): Promise<void> {
  const update = readStored('Update', event, `event for bot ${bot}`)
  if (update === undefined || !('qts' in update)) return
  const [state] = await tx.boxes.advance([{ box: bot, pts: 0, messages: 0, qts: 1 }])
  if (state === undefined) throw new TypeError('advance answers each step')
  const qts = firstQts + state.qts
  await tellBot(tx, ports, bot, `event ${qts}`, { ...update, qts })
}
