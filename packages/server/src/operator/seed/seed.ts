import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Transaction } from '../../store/store.ts'
import type { OperatorCommand, OperatorContext } from '../command.ts'
import { isObject, OperatorError } from '../protocol.ts'
import { createDraws } from './draws.ts'
import { makeMessages } from './make-messages.ts'
import { findUsers, makeUsers, requireFreeNumbers } from './make-users.ts'
import { PlanError, parsePlan, type SeedPlan } from './plan.ts'
import { isFinished, readRecord, recordName, type SeedRecord, writeRecord } from './record.ts'
import { plannedChat } from './rounds.ts'

/**
 * What one unit of the store makes: everybody's messages wait for it, so it takes a few milliseconds at the most. What was
 * made is there as a whole unit or not at all.
 */
const maxUsersOfUnit = 5
const maxMessagesOfUnit = 10

/** While nobody is served, so many units are under way: those that share a commit share its flush to the disk. */
const maxUnitsTogether = 8

/** While people are being served, the seed rests after a unit for as long as the unit took, and so long at least, in ms. */
const leastRestMs = 5
const maxRestMs = 100

const tellEveryMs = 250

/** How far it is. */
export interface SeedProgress {
  readonly users: number
  readonly chats: number
  readonly messages: number
}

export interface SeedResult extends SeedProgress {
  /** All that the plan says is there. */
  readonly isWhole: boolean
  /** It was there before, and nothing was made. */
  readonly wasWhole: boolean
  /** Unix seconds: when the last message was sent. */
  readonly until: number
  /** Whether its numbers sign in by their sixth digit. */
  readonly testAccounts: boolean
}

export interface SeedPorts extends ServicePorts {
  /** How many requests of people were served so far. */
  readonly served: () => number
}

/**
 * Fills the store by a plan, in steps that go through what the services go through. Given the same plan again it makes what
 * is missing: after a kill, a stop or a full disk it goes on; where nothing is missing it changes nothing.
 */
export function createSeed(ports: SeedPorts): OperatorCommand {
  let isRunning = false
  return async (input, context): Promise<SeedResult> => {
    const plan = parse(input)
    if (isRunning) throw new OperatorError('BUSY', 'a seed is being made already: wait for it to end')
    isRunning = true
    try {
      return await seed(ports, plan, context)
    } finally {
      isRunning = false
    }
  }
}

function parse(input: unknown): SeedPlan {
  try {
    return parsePlan(input)
  } catch (error) {
    if (error instanceof PlanError) throw new OperatorError('REFUSED', error.message)
    throw error
  }
}

async function seed(ports: SeedPorts, plan: SeedPlan, context: OperatorContext): Promise<SeedResult> {
  const { store, clock, settings } = ports
  const stored = readRecord(await store.read.settings.get(recordName(plan)))
  const begin: SeedRecord = stored ?? {
    until: plan.until ?? unixSeconds(clock),
    ...{ users: 0, chats: 0, within: 0, messages: 0 },
  }
  const result = (record: SeedRecord, wasWhole: boolean): SeedResult => {
    const { users, chats, messages, until } = record
    const isWhole = isFinished(plan, record)
    return { users, chats, messages, until, isWhole, wasWhole, testAccounts: settings.testAccounts }
  }
  if (isFinished(plan, begin) && stored !== undefined) return result(begin, true)
  await requireFreeNumbers(ports, plan, begin.users)

  const draws = createDraws(plan.seed)
  const ids = await findUsers(ports, plan, begin.users)
  const withUsers = await takeSteps(ports, context, plan, begin, (record) => {
    if (record.users >= plan.users) return undefined
    const next = { ...record, users: Math.min(record.users + maxUsersOfUnit, plan.users) }
    return {
      next,
      make: async (tx) => {
        const made = await makeUsers(
          tx,
          ports,
          { plan, draws, until: next.until },
          { from: record.users, to: next.users },
        )
        // Again, if the unit had to run again.
        for (const [i, id] of made.entries()) ids[record.users + i] = id
      },
    }
  })
  if (withUsers.users < plan.users) return result(withUsers, false)
  const withChats = await takeSteps(ports, context, plan, withUsers, (record) => {
    if (record.chats >= plan.chats) return undefined
    const { chats: at, within: from } = record
    const chat = plannedChat(plan, draws, record.until, at)
    const [first, second] = chat.pair.map((place) => ids[place])
    const to = Math.min(from + maxMessagesOfUnit, chat.messages)
    const isLast = to === chat.messages
    const messages = record.messages + to - from
    return {
      next: { ...record, messages, chats: at + (isLast ? 1 : 0), within: isLast ? 0 : to },
      make: async (tx) => {
        // Whoever has ended an account since writes no more.
        if (first === undefined || second === undefined) return
        await makeMessages(tx, ports, draws, { ...chat, at, users: [first, second] }, { from, to })
      },
    }
  })
  context.progress(progressOf(withChats))
  return result(withChats, false)
}

/** What one unit of the store makes, and how far the plan is then. */
interface SeedStep {
  readonly next: SeedRecord
  readonly make: (tx: Transaction) => Promise<void>
}

/**
 * Takes steps until there is no more, or it is time to end; gives how far it is. Each step is a unit that stores how far the
 * plan is with it. While nobody is served some are under way together, so that they share a flush to the disk.
 */
async function takeSteps(
  ports: SeedPorts,
  context: OperatorContext,
  plan: SeedPlan,
  begin: SeedRecord,
  stepAfter: (record: SeedRecord) => SeedStep | undefined,
): Promise<SeedRecord> {
  const { stop, serverStops } = context
  const { clock, served } = ports
  const tell = createTelling(ports, context)
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
        if (isBusy) clock.after(Math.min(Math.max(took, leastRestMs), maxRestMs), resolve)
        else clock.defer(resolve)
      })
    }
    await waitFor(0)
  } finally {
    await Promise.allSettled(underWay.map(({ done }) => done))
  }
  if (serverStops.aborted) throw new OperatorError('STOPPING', `the server ends: ${describe(reached)} are there`)
  return reached
}

function takeStep({ store }: SeedPorts, plan: SeedPlan, before: SeedRecord, step: SeedStep): Promise<void> {
  const done = store.transaction(async (tx) => {
    const stored = readRecord(await tx.settings.get(recordName(plan)))
    // The step before this one may have failed while this one was waiting.
    if (!isSamePlace(stored, before)) throw new OperatorError('FAILED', 'an earlier step was not stored')
    await step.make(tx)
    await writeRecord(tx, plan, step.next)
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
function createTelling({ clock }: SeedPorts, { progress }: OperatorContext): (record: SeedRecord) => void {
  let toldAt = clock.monotonic()
  return (record) => {
    const now = clock.monotonic()
    if (now - toldAt < tellEveryMs) return
    toldAt = now
    progress(progressOf(record))
  }
}

function progressOf({ users, chats, messages }: SeedRecord): SeedProgress {
  return { users, chats, messages }
}

export function describe({ users, chats, messages }: SeedProgress): string {
  const count = (number: number, one: string): string =>
    `${number.toLocaleString('en')} ${one}${number === 1 ? '' : 's'}`
  return `${count(users, 'user')}, ${count(chats, 'chat')} and ${count(messages, 'message')}`
}

/** Reads how far a server says that it is; undefined for anything else. */
export function readProgress(value: unknown): SeedProgress | undefined {
  const { users, chats, messages } = isObject(value) ? value : {}
  if (typeof users !== 'number' || typeof chats !== 'number' || typeof messages !== 'number') return undefined
  return { users, chats, messages }
}

/** Reads what a server answered. */
export function readResult(value: unknown): SeedResult {
  const progress = readProgress(value)
  const { isWhole, wasWhole, until, testAccounts } = isObject(value) ? value : {}
  if (progress === undefined || typeof until !== 'number') {
    throw new OperatorError('FAILED', 'the server answered something else than asked')
  }
  return {
    ...progress,
    isWhole: isWhole === true,
    wasWhole: wasWhole === true,
    until,
    testAccounts: testAccounts === true,
  }
}
