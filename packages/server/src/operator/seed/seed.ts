import { standingIn } from '../../chats/rights.ts'
import { isChannel, isGroup, type UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { refusalOf } from '../../rules/rights.ts'
import type { Transaction } from '../../store/store.ts'
import type { OperatorCommand, OperatorContext } from '../command.ts'
import { OperatorError } from '../protocol.ts'
import { createDraws } from './draws.ts'
import { endOfChannelPart, makeChannelPart, partsOfChannel, postsWithin } from './make-channel.ts'
import { endOfPart, makeGroupPart, messagesWithin, partsOfGroup } from './make-group.ts'
import { makeMessages } from './make-messages.ts'
import { findUsers, makeUsers, requireFreeNumbers } from './make-users.ts'
import { openSource, type SeedSource } from './photos.ts'
import { conversationsOf, PlanError, parsePlan, type SeedPlan } from './plan.ts'
import { progressOf, type SeedResult } from './progress.ts'
import { isFinished, readRecord, recordName, type SeedRecord } from './record.ts'
import { plannedChannel, plannedChat, plannedGroup } from './rounds.ts'
import { type SeedPorts, type SeedStep, takeSteps } from './take-steps.ts'

/**
 * What one unit of the store makes: everybody's messages wait for it, so it takes a few milliseconds at the most. What was
 * made is there as a whole unit or not at all.
 */
const maxUsersOfUnit = 5
const maxMessagesOfUnit = 10

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
    const { until } = record
    const isWhole = isFinished(plan, record)
    return { ...progressOf(plan, record), until, isWhole, wasWhole, testAccounts: settings.testAccounts }
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
        return undefined
      },
    }
  })
  if (withUsers.users < plan.users) return result(withUsers, false)
  const source = await openSource(ports, plan, ids[0])
  const withChats = await takeSteps(ports, context, plan, withUsers, (record) => {
    if (record.chats >= conversationsOf(plan)) return undefined
    const { chats: at, within: from } = record
    const step = at < plan.chats ? chatStep : at < plan.chats + plan.groups ? groupStep : channelStep
    return step({ ports, plan, draws: source, record, at, from, idOf: (place) => ids[place] })
  })
  context.progress(progressOf(plan, withChats))
  return result(withChats, false)
}

interface StepOptions {
  readonly ports: SeedPorts
  readonly plan: SeedPlan
  readonly draws: SeedSource
  readonly record: SeedRecord
  readonly at: number
  readonly from: number
  readonly idOf: (place: number) => UserId | undefined
}

function chatStep({ ports, plan, draws, record, at, from, idOf }: StepOptions): SeedStep {
  const chat = plannedChat(plan, draws, record.until, at)
  const [first, second] = chat.pair.map(idOf)
  const to = Math.min(from + maxMessagesOfUnit, chat.messages)
  const isLast = to === chat.messages
  const messages = record.messages + to - from
  return {
    next: { ...record, messages, chats: at + (isLast ? 1 : 0), within: isLast ? 0 : to },
    make: async (tx) => {
      // Whoever has ended an account since, or has blocked the other, writes no more and is not written to.
      if (first === undefined || second === undefined) return undefined
      if (!(await mayWrite(tx, first, second)) || !(await mayWrite(tx, second, first))) return undefined
      await makeMessages(tx, ports, draws, { ...chat, users: [first, second] }, { from, to })
      return undefined
    },
  }
}

async function mayWrite(tx: Transaction, from: UserId, to: UserId): Promise<boolean> {
  return refusalOf(await standingIn(tx, from, to), 'send') === undefined
}

function groupStep({ ports, plan, draws, record, at, from, idOf }: StepOptions): SeedStep {
  const group = plannedGroup(plan, draws, record.until, at)
  const users = group.members.map(idOf)
  const to = endOfPart(group, from)
  const isLast = to === partsOfGroup(group)
  const messages = record.messages + messagesWithin(group, to) - messagesWithin(group, from)
  return {
    next: { ...record, messages, chats: at + (isLast ? 1 : 0), within: isLast ? 0 : to },
    make: (tx, chat) => {
      const known = chat !== undefined && isGroup(chat) ? chat : undefined
      return makeGroupPart(tx, ports, draws, { ...group, users }, known, { from, to })
    },
  }
}

function channelStep({ ports, plan, draws, record, at, from, idOf }: StepOptions): SeedStep {
  const channel = plannedChannel(plan, draws, record.until, at)
  const users = channel.members.map(idOf)
  const to = endOfChannelPart(channel, from)
  const isLast = to === partsOfChannel(channel)
  const messages = record.messages + postsWithin(channel, to) - postsWithin(channel, from)
  return {
    next: { ...record, messages, chats: at + (isLast ? 1 : 0), within: isLast ? 0 : to },
    make: (tx, made) => {
      const known = made !== undefined && isChannel(made) ? made : undefined
      return makeChannelPart(tx, ports, { draws, channel: { ...channel, users } }, known, { from, to })
    },
  }
}
