import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../core-ports.ts'
import type { UserId } from '../ids.ts'
import { unixSeconds } from '../ports/clock.ts'
import { firstQts } from '../store/domain/secret/device-queues.ts'
import type { Transaction } from '../store/store.ts'
import { recordUnnumbered } from './record-change.ts'

/** A bot that was away is told of what it missed so much later, as the public server keeps updates. */
const keptSeconds = 86_400

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

/** As `tellBot`, of what the public API counts by `qts` ("Working with Updates"), for which there is one count of a bot. */
export async function tellBotCounted(
  tx: Transaction,
  ports: ServicePorts,
  bot: UserId,
  compose: (qts: number) => api.Update,
): Promise<void> {
  const [state] = await tx.boxes.advance([{ box: bot, pts: 0, messages: 0, qts: 1 }])
  if (state === undefined) throw new TypeError('advance answers each step')
  const qts = firstQts + state.qts
  await tellBot(tx, ports, bot, `event ${qts}`, compose(qts))
}
