import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, ChatId } from '../../ids.ts'
import type { Transaction } from '../../store/store.ts'
import type { OperatorContext } from '../command.ts'
import { OperatorError } from '../protocol.ts'
import type { SeedPlan } from './plan.ts'
import { describe, progressOf } from './progress.ts'
import { readRecord, recordName, type SeedRecord, writeRecord } from './record.ts'

/** While nobody is served, so many units are under way: those that share a commit share its flush to the disk. */
const maxUnitsTogether = 8

/** While people are being served, the seed rests after a unit for so many times what it took, and so long at least, in ms. */
const restsEach = 3
const leastRestMs = 10
const maxRestMs = 500

const tellEveryMs = 250

export interface SeedPorts extends ServicePorts {
  /** How many requests of people were served so far. */
  readonly served: () => number
}

/** What one unit of the store makes, and how far the plan is then. */
export interface SeedStep {
  readonly next: SeedRecord
  /** Is told of the group or channel that the step before has made or gone on with, and tells of it. */
  readonly make: (tx: Transaction, group: ChatId | ChannelId | undefined) => Promise<ChatId | ChannelId | undefined>
}

/**
 * Takes steps until there is no more, or it is time to end; gives how far it is. Each step is a unit that stores how far the
 * plan is with it. While nobody is served some are under way together, so that they share a flush to the disk.
 */
export async function takeSteps(
  ports: SeedPorts,
  context: OperatorContext,
  plan: SeedPlan,
  begin: SeedRecord,
  stepAfter: (record: SeedRecord) => SeedStep | undefined,
): Promise<SeedRecord> {
  const { stop, serverStops } = context
  const { clock, served } = ports
  const tell = createTelling(ports, plan, context)
  let servedBefore = served()
  let planned = begin
  let reached = begin
  const underWay: { readonly next: SeedRecord; readonly done: Promise<void> }[] = []
  const waitFor = async (most: number): Promise<void> => {
    while (underWay.length > most) {
      const [first] = underWay
      await first?.done
      underWay.shift()
      reached = first?.next ?? reached
      tell(reached)
    }
  }
  try {
    for (;;) {
      if (serverStops.aborted || (stop.aborted && planned.within === 0)) break
      const step = stepAfter(planned)
      if (step === undefined) break
      const begunAt = clock.monotonic()
      underWay.push({ next: step.next, done: takeStep(ports, plan, planned, step) })
      planned = step.next
      const isBusy = served() !== servedBefore
      servedBefore = served()
      await waitFor(isBusy ? 0 : maxUnitsTogether - 1)
      const took = clock.monotonic() - begunAt
      await new Promise<void>((resolve) => {
        if (isBusy) clock.after(Math.min(Math.max(restsEach * took, leastRestMs), maxRestMs), resolve)
        else clock.defer(resolve)
      })
    }
    await waitFor(0)
  } finally {
    await Promise.allSettled(underWay.map(({ done }) => done))
  }
  if (serverStops.aborted && stepAfter(reached) !== undefined)
    throw new OperatorError('STOPPING', `the server ends: ${describe(progressOf(plan, reached))} are there`)
  return reached
}

function takeStep({ store }: SeedPorts, plan: SeedPlan, before: SeedRecord, step: SeedStep): Promise<void> {
  const done = store.transaction(async (tx) => {
    const stored = readRecord(await tx.settings.get(recordName(plan)))
    // The step before this one may have failed while this one was waiting.
    if (!isSamePlace(stored, before)) throw new OperatorError('FAILED', 'an earlier step was not stored')
    const group = await step.make(tx, stored?.group)
    await writeRecord(tx, plan, { ...step.next, group })
  })
  // Whoever waits for it may be waiting for another one now.
  done.catch(() => {})
  return done
}
function isSamePlace(stored: SeedRecord | undefined, { users, chats, within }: SeedRecord): boolean {
  if (stored === undefined) return users + chats + within === 0
  return stored.users === users && stored.chats === chats && stored.within === within
}

/** Says now and then how far it is. */
function createTelling(
  { clock }: SeedPorts,
  plan: SeedPlan,
  { progress }: OperatorContext,
): (record: SeedRecord) => void {
  let toldAt = clock.monotonic()
  return (record) => {
    const now = clock.monotonic()
    if (now - toldAt < tellEveryMs) return
    toldAt = now
    progress(progressOf(plan, record))
  }
}
