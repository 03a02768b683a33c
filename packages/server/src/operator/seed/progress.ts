import { isObject, OperatorError } from '../protocol.ts'
import type { SeedPlan } from './plan.ts'
import type { SeedRecord } from './record.ts'

/** How far it is. */
export interface SeedProgress {
  readonly users: number
  /** Whole ones, as the next. */
  readonly chats: number
  readonly groups: number
  /** Supergroups and channels. */
  readonly channels: number
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

export function progressOf(plan: SeedPlan, { users, chats, messages }: SeedRecord): SeedProgress {
  const ofPlan = plan.chats + plan.groups
  return {
    users,
    chats: Math.min(chats, plan.chats),
    groups: Math.max(0, Math.min(chats, ofPlan) - plan.chats),
    channels: Math.max(0, chats - ofPlan),
    messages,
  }
}

export function describe({ users, chats, groups, channels, messages }: SeedProgress): string {
  const count = (number: number, one: string): string =>
    `${number.toLocaleString('en')} ${one}${number === 1 ? '' : 's'}`
  const others = channels === 0 ? '' : `, ${count(channels, 'channel')}`
  return `${count(users, 'user')}, ${count(chats, 'chat')}, ${count(groups, 'group')}${others} and ${count(messages, 'message')}`
}

/** Reads how far a server says that it is; undefined for anything else. */
export function readProgress(value: unknown): SeedProgress | undefined {
  const { users, chats, groups, channels = 0, messages } = isObject(value) ? value : {}
  if (typeof users !== 'number' || typeof messages !== 'number') return undefined
  if (typeof chats !== 'number' || typeof groups !== 'number' || typeof channels !== 'number') return undefined
  return { users, chats, groups, channels, messages }
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
