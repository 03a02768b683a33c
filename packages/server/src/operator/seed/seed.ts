import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
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
const maxUsersOfUnit = 10
const maxMessagesOfUnit = 10

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
  let record: SeedRecord = stored ?? {
    until: plan.until ?? unixSeconds(clock),
    ...{ users: 0, chats: 0, within: 0, messages: 0 },
  }
  const result = (wasWhole: boolean): SeedResult => {
    const { users, chats, messages, until } = record
    const isWhole = isFinished(plan, record)
    return { users, chats, messages, until, isWhole, wasWhole, testAccounts: settings.testAccounts }
  }
  if (isFinished(plan, record) && stored !== undefined) return result(true)
  await requireFreeNumbers(ports, plan, record.users)

  const { until } = record
  const draws = createDraws(plan.seed)
  const ids: (UserId | undefined)[] = await findUsers(ports, plan, record.users)
  const rest = createRest(ports, context, () => record)

  while (record.users < plan.users) {
    if (await rest(true)) return result(false)
    const from = record.users
    const next = { ...record, users: Math.min(from + maxUsersOfUnit, plan.users) }
    const made = await store.transaction(async (tx) => {
      const made = await makeUsers(tx, ports, { plan, draws, until }, { from, to: next.users })
      await writeRecord(tx, plan, next)
      return made
    })
    ids.push(...made)
    record = next
  }
  while (record.chats < plan.chats) {
    if (await rest(record.within === 0)) return result(false)
    const chat = plannedChat(plan, draws, until, record.chats)
    const [first, second] = chat.pair.map((place) => ids[place])
    const from = record.within
    const to = Math.min(from + maxMessagesOfUnit, chat.messages)
    const isLast = to === chat.messages
    const next: SeedRecord = {
      ...record,
      chats: record.chats + (isLast ? 1 : 0),
      within: isLast ? 0 : to,
      messages: record.messages + to - from,
    }
    const at = record.chats
    await store.transaction(async (tx) => {
      // Whoever has ended an account since writes no more.
      if (first !== undefined && second !== undefined) {
        await makeMessages(tx, ports, draws, { ...chat, at, users: [first, second] }, { from, to })
      }
      await writeRecord(tx, plan, next)
    })
    record = next
  }
  context.progress(progressOf(record))
  return result(false)
}

/**
 * What comes between two units: whether it is time to end, word of how far it is, and time for whoever is being served.
 * Throws if the server ends.
 */
function createRest(
  { clock, store, served }: SeedPorts,
  { stop, serverStops, progress }: OperatorContext,
  record: () => SeedRecord,
): (mayEnd: boolean) => Promise<boolean> {
  let toldAt = clock.monotonic()
  let endedAt = clock.monotonic()
  let servedBefore = served()
  return async (mayEnd) => {
    const now = clock.monotonic()
    if (now - toldAt >= tellEveryMs) {
      toldAt = now
      progress(progressOf(record()))
    }
    if (serverStops.aborted) throw new OperatorError('STOPPING', `the server ends: ${describe(record())} are there`)
    if (stop.aborted && mayEnd) return true
    const isBusy = served() !== servedBefore || store.waiting > 0
    servedBefore = served()
    await new Promise<void>((resolve) => {
      if (isBusy) clock.after(Math.min(Math.max(now - endedAt, leastRestMs), maxRestMs), resolve)
      else clock.defer(resolve)
    })
    endedAt = clock.monotonic()
    return false
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
